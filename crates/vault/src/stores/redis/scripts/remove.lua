-- Handles. The answer is how many were rows.
local count = 0
for at = 1, #ARGV do count = count + bury(ARGV[at]) end
return count
