-- Fingerprints. The answer to each is the row that it has, ended or not, or nothing.
local answers = {}
for at = 1, #ARGV do
  local answer = false
  local holder = redis.call('HGET', values, ARGV[at])
  local kept = holder and redis.call('HGET', sealed, holder)
  if kept then answer = {holder, end_of(redis.call('HGET', rows, holder)), kept} end
  answers[at] = answer
end
return answers
