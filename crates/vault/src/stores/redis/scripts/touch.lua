-- The moment and the new end, then handles.
local now, till = tonumber(ARGV[1]), ARGV[2]
for at = 3, #ARGV do
  local handle = ARGV[at]
  local row = redis.call('HGET', rows, handle)
  if row and row ~= '' and end_of(row) ~= '' and is_live(row, now)
      and tonumber(end_of(row)) < tonumber(till) then
    redis.call('HSET', rows, handle, fingerprint_of(row) .. till)
    redis.call('ZADD', ends, till, handle)
  end
end
keep_until_the_last_end()
return 0
