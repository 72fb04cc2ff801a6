-- How many at most. The answer is how many there were.
local count = 0
local found = redis.call('HRANDFIELD', values, ARGV[1], 'WITHVALUES')
for at = 2, #found, 2 do count = count + bury(found[at]) end
return count
