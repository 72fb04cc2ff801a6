-- The moment, then of each entry: handle, fingerprint, end, sealed value. The answer to each is 1
-- if it is issued now, 0 if its handle is taken, or the row that its value has.
local now, answers = tonumber(ARGV[1]), {}
for at = 2, #ARGV, 4 do
  local handle, value, till, secret = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local answer
  local holder = redis.call('HGET', values, value)
  if holder then
    local row = redis.call('HGET', rows, holder)
    local kept = is_live(row, now) and redis.call('HGET', sealed, holder)
    if kept then answer = {holder, end_of(row), kept} end
  end
  if not answer then
    answer = redis.call('HSETNX', rows, handle, value .. till)
    if answer == 1 then
      redis.call('HSET', values, value, handle)
      redis.call('HSET', sealed, handle, secret)
      redis.call('ZADD', ends, till == '' and '+inf' or till, handle)
      if holder then bury(holder) end
    end
  end
  answers[#answers + 1] = answer
end
keep_until_the_last_end()
return answers
