-- Answers with (generation, packed numbers of each of the rarest trigrams): a span that holds them all has its number in each.
-- Only the generation where one of the trigrams is in no span; nothing where the type has no names.
-- KEYS: base. ARGV: type, how many of the rarest, trigrams.
local kind, most = ARGV[1], tonumber(ARGV[2])
local generation = redis.call('HGET', KEYS[1] .. 'generations', kind)
if not generation then return {} end
local key, lengths, answer = KEYS[1] .. kind .. ':' .. generation .. ':grams', {}, {generation}
for at = 3, #ARGV do
  local length = redis.call('HSTRLEN', key, ARGV[at])
  if length == 0 then return answer end
  lengths[#lengths + 1] = {length, ARGV[at]}
end
table.sort(lengths, function(one, other) return one[1] < other[1] end)
for rank = 1, math.min(most, #lengths) do answer[#answer + 1] = redis.call('HGET', key, lengths[rank][2]) end
return answer
