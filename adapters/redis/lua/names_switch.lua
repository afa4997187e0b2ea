-- Puts a new generation of a type in the place of the old one, which stays for a moment: a look-up in several steps may be
-- under way in it. One that began earlier than the present one comes too late and is left to go away by itself.
-- KEYS: base. ARGV: type, generation, spans in it, seconds to keep, seconds the old one stays.
-- Returns whether it did, and the generation that was there or nil.
local base, kind, generation = KEYS[1], ARGV[1], ARGV[2]
local before = redis.call('HGET', base .. 'generations', kind)
if before and tonumber(before) > tonumber(generation) then return {0, false} end
redis.call('HSET', base .. 'generations', kind, generation)
redis.call('HSET', base .. 'counts', kind, ARGV[3])
for _, each in ipairs({'generations', 'counts'}) do redis.call('EXPIRE', base .. each, ARGV[4]) end
for _, table in ipairs({':spans', ':numbers', ':grams', ':objects'}) do
  redis.call('EXPIRE', base .. kind .. ':' .. generation .. table, ARGV[4])
  if before then redis.call('EXPIRE', base .. kind .. ':' .. before .. table, ARGV[5]) end
end
return {1, before}
