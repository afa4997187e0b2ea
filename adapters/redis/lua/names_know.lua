-- Notes in which type spans are known, before they can be found there.
-- KEYS: base. ARGV: type, seconds to keep, spans.
local known, kind = KEYS[1] .. 'known', ARGV[1]
for at = 3, #ARGV do
  local types = redis.call('HGET', known, ARGV[at])
  if not types then
    redis.call('HSET', known, ARGV[at], kind)
  elseif not string.find(',' .. types .. ',', ',' .. kind .. ',', 1, true) then
    redis.call('HSET', known, ARGV[at], types .. ',' .. kind)
  end
end
for _, each in ipairs({'known', 'begun'}) do redis.call('EXPIRE', KEYS[1] .. each, ARGV[2]) end
