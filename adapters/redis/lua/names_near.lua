-- Answers with (type, generation, trigrams left out, packed numbers) for the rarest trigrams of each type, until a type has
-- shown enough numbers: a span that holds several of them has its number in there as often.
-- KEYS: base. ARGV: numbers to look at in a type, how many trigrams, the trigrams, types (none: all).
local base, glance, wanted, answer = KEYS[1], tonumber(ARGV[1]), {}, {}
local count = tonumber(ARGV[2])
for at = 3 + count, #ARGV do wanted[ARGV[at]] = true end
local generations = redis.call('HGETALL', base .. 'generations')
for at = 1, #generations, 2 do
  local kind, generation = generations[at], generations[at + 1]
  if #ARGV == 2 + count or wanted[kind] then
    local key, lengths, seen, packed = base .. kind .. ':' .. generation .. ':grams', {}, 0, {}
    for gram = 3, 2 + count do
      local length = redis.call('HSTRLEN', key, ARGV[gram])
      if length > 0 then lengths[#lengths + 1] = {length / 4, ARGV[gram]} end
    end
    table.sort(lengths, function(one, other) return one[1] < other[1] end)
    for rank, each in ipairs(lengths) do
      seen = seen + each[1]
      if rank > 1 and seen > glance then break end
      packed[rank] = redis.call('HGET', key, each[2])
    end
    if #packed > 0 then
      for _, each in ipairs({kind, generation, #lengths - #packed, table.concat(packed)}) do answer[#answer + 1] = each end
    end
  end
end
return answer
