-- Looks spans up: answers with (number of the span, type, its objects) for each hit.
-- KEYS: base of the scope's keys. ARGV: spans.
local base, found = KEYS[1], {}
local generations = {}
local kept = redis.call('HGETALL', base .. 'generations')
for at = 1, #kept, 2 do generations[kept[at]] = kept[at + 1] end
for number, types in ipairs(redis.call('HMGET', base .. 'known', unpack(ARGV))) do
  for kind in string.gmatch(types or '', '[^,]+') do
    local hits = generations[kind] and redis.call('HGET', base .. kind .. ':' .. generations[kind] .. ':spans', ARGV[number])
    if hits then
      found[#found + 1] = number
      found[#found + 1] = kind
      found[#found + 1] = hits
    end
  end
end
return found
