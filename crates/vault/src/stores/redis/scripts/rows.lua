-- Stands before every script that changes rows. The keys of a scope are, in this order: rows by
-- handle (fingerprint, then the end in decimal; empty is a tombstone), handles by fingerprint,
-- sealed values by handle, handles by end.
local rows, values, sealed, ends = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

local function fingerprint_of(row) return string.sub(row, 1, 16) end
local function end_of(row) return string.sub(row, 17) end
local function is_live(row, now)
  local till = end_of(row)
  return till == '' or now < tonumber(till)
end

-- Turns a row into a tombstone; says how many there were.
local function bury(handle)
  redis.call('ZREM', ends, handle)
  local row = redis.call('HGET', rows, handle)
  if not row or row == '' then return 0 end
  redis.call('HSET', rows, handle, '')
  local value = fingerprint_of(row)
  if redis.call('HGET', values, value) == handle then redis.call('HDEL', values, value) end
  redis.call('HDEL', sealed, handle)
  return 1
end

-- The server drops the sealed values by itself once the last of them is long over, in case
-- nobody comes to sweep. The day is for clocks that differ.
local function keep_until_the_last_end()
  local last = tonumber(redis.call('ZREVRANGE', ends, 0, 0, 'WITHSCORES')[2])
  if not last then return end
  if last < 4503599627370496 then
    redis.call('PEXPIREAT', sealed, string.format('%.0f', last + 86400000))
  else
    redis.call('PERSIST', sealed)
  end
end
