-- The moment, and how many at most. The answer is how many there were, and the next end.
local count = 0
local ended = redis.call('ZRANGEBYSCORE', ends, '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
for at = 1, #ended do count = count + bury(ended[at]) end
return {count, redis.call('ZRANGE', ends, 0, 0, 'WITHSCORES')[2] or 'inf'}
