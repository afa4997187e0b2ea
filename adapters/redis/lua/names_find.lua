-- Looks spans up in every type: answers with (number of the span, type, its objects) for each hit.
-- KEYS: base of the scope's keys. ARGV: spans.
local base, found = KEYS[1], {}
local generations = redis.call('HGETALL', base .. 'generations')
for at = 1, #generations, 2 do
  local kept = redis.call('HMGET', base .. generations[at] .. ':' .. generations[at + 1] .. ':spans', unpack(ARGV))
  for span, hits in ipairs(kept) do
    if hits then found[#found + 1] = span; found[#found + 1] = generations[at]; found[#found + 1] = hits end
  end
end
return found
