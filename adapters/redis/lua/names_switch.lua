-- Puts a new generation of a type in the place of the old one.
-- KEYS: base. ARGV: type, generation, spans in it, seconds to keep.
local base, kind, generation = KEYS[1], ARGV[1], ARGV[2]
local before = redis.call('HGET', base .. 'generations', kind)
redis.call('HSET', base .. 'generations', kind, generation)
redis.call('HSET', base .. 'counts', kind, ARGV[3])
for _, each in ipairs({'generations', 'counts', 'generation'}) do redis.call('EXPIRE', base .. each, ARGV[4]) end
if before and before ~= generation then
  for _, each in ipairs({':spans', ':numbers', ':grams'}) do redis.call('UNLINK', base .. kind .. ':' .. before .. each) end
end
