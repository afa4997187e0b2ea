-- Takes back that spans are known in a type, unless a newer generation of it has begun, which may hold them.
-- KEYS: base. ARGV: type, generation, spans.
local base, known, kind = KEYS[1], KEYS[1] .. 'known', ARGV[1]
if redis.call('HGET', base .. 'begun', kind) ~= ARGV[2] then return end
for at = 3, #ARGV do
  local left = {}
  for each in string.gmatch(redis.call('HGET', known, ARGV[at]) or '', '[^,]+') do
    if each ~= kind then left[#left + 1] = each end
  end
  if #left == 0 then
    redis.call('HDEL', known, ARGV[at])
  else
    redis.call('HSET', known, ARGV[at], table.concat(left, ','))
  end
end
