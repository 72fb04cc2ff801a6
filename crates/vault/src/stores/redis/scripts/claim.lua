-- Takes scopes in which something has ended, so that no two processes sweep the same one. The
-- keys are: all scopes by a moment before which nothing ends in them, and those being swept by
-- when they were taken. The arguments: the moment, a moment before which a claim is given up
-- because its process died, and how many at most.
local due, claimed = KEYS[1], KEYS[2]
local found = redis.call('ZRANGEBYSCORE', claimed, '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])
local left = tonumber(ARGV[3]) - #found
for _, scope in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', ARGV[1], 'LIMIT', 0, left)) do
  found[#found + 1] = scope
end
for _, scope in ipairs(found) do
  -- What is issued while it is swept brings its own end, and that stays.
  redis.call('ZADD', due, '+inf', scope)
  redis.call('ZADD', claimed, ARGV[1], scope)
end
return found
