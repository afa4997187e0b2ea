-- Puts a value in the place of another, with the same time to live, unless it has changed; an empty one removes it.
-- ARGV: key, old, new. Returns whether it did.

local key, old, new = unpack(ARGV)
if redis.call('GET', key) ~= old then return 0 end
if new == '' then redis.call('DEL', key) else redis.call('SET', key, new, 'KEEPTTL') end
return 1
