-- Answers with (type, generation, packed numbers) for the rarest trigrams of each type, until a type has shown enough numbers.
-- KEYS: base. ARGV: numbers to look at in a type, how many trigrams, the trigrams, types (none: all).
local base, glance, wanted, answer = KEYS[1], tonumber(ARGV[1]), {}, {}
local count = tonumber(ARGV[2])
for at = 3 + count, #ARGV do wanted[ARGV[at]] = true end
local generations = redis.call('HGETALL', base .. 'generations')
for at = 1, #generations, 2 do
  if #ARGV == 2 + count or wanted[generations[at]] then
    local key, lengths, seen = base .. generations[at] .. ':' .. generations[at + 1] .. ':grams', {}, 0
    for gram = 3, 2 + count do
      local length = redis.call('HSTRLEN', key, ARGV[gram])
      if length > 0 then lengths[#lengths + 1] = {length / 4, ARGV[gram]} end
    end
    table.sort(lengths, function(one, other) return one[1] < other[1] end)
    for rank, each in ipairs(lengths) do
      seen = seen + each[1]
      if rank > 1 and seen > glance then break end
      answer[#answer + 1] = generations[at]
      answer[#answer + 1] = generations[at + 1]
      answer[#answer + 1] = redis.call('HGET', key, each[2])
    end
  end
end
return answer
