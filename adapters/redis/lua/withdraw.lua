-- Takes back messages that are not answered yet: those that wait leave the inbox, the one that is worked on is marked.
-- ARGV: prefix, session, person ("" for anybody's), message key ("" for all), seconds to keep the mark
-- Returns how many left the inbox, and 1 where one that is worked on was marked.

local _, session, person, key, keep = unpack(ARGV)
local inbox = P .. 'inbox:' .. session
local wanted = key ~= '' and (redis.call('GET', P .. 'seen:' .. key) or '') or nil
local held = redis.call('HEXISTS', P .. 'held', session) == 1
local left, marked = 0, 0
for place, entry in ipairs(redis.call('LRANGE', inbox, 0, -1)) do
  local head = head_of(entry)
  if (person == '' or head.person == person) and (not wanted or head.turn == wanted) then
    if place == 1 and held then
      redis.call('SET', P .. 'stopped:' .. head.turn, 1, 'EX', keep)
      marked = 1
    else
      redis.call('LREM', inbox, 1, entry)
      redis.call('HDEL', P .. 'attempts', head.turn)
      if redis.call('HINCRBY', P .. 'load', head.person, -1) <= 0 then redis.call('HDEL', P .. 'load', head.person) end
      left = left + 1
    end
  end
end
return {left, marked}
