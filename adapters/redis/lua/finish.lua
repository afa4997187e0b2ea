-- Ends a turn: memory and listings are saved, the message leaves the inbox, the replies wait for delivery.
-- ARGV: prefix, session, fence, turn, seconds to keep, memory,
--       number of people, then (person, when they were last forgotten or ""),
--       number of listings, then (id, listing),
--       number of replies, then (turn, turn it amends or "", reply)
-- Returns "done", "superseded", or "forgotten" where somebody was forgotten since the memory was read.

local _, session, fence, turn, keep, memory = unpack(ARGV, 1, 6)
local at = 6

local function take_next()
  at = at + 1
  return ARGV[at]
end

local inbox, outbox = P .. 'inbox:' .. session, P .. 'outbox:' .. session
local message = redis.call('LINDEX', inbox, 0)
local head = message and head_of(message)
if not head or head.turn ~= turn or not holds(session, fence) then return 'superseded' end
for _ = 1, tonumber(take_next()) do
  local person, moment = take_next(), take_next()
  if (redis.call('GET', P .. 'forgotten:' .. person) or '') ~= moment then return 'forgotten' end
end

local now = now_ms()
local gone = now + keep * 1000
redis.call('SET', P .. 'session:' .. session, memory, 'EX', keep)
local spoke, listings = P .. 'of:' .. head.person, P .. 'listings:' .. session
redis.call('ZREMRANGEBYSCORE', spoke, '-inf', now)
-- A turn in which somebody had themselves forgotten is not theirs any more; ids sort by the time they were accepted.
if turn >= (redis.call('GET', P .. 'forgotten:' .. head.person) or '') then
  redis.call('ZADD', spoke, gone, session)
  redis.call('EXPIRE', spoke, keep)
end
for _ = 1, tonumber(take_next()) do
  local id = take_next()
  redis.call('SET', P .. 'listing:' .. id, take_next(), 'EX', keep)
  redis.call('ZREMRANGEBYSCORE', listings, '-inf', now)
  redis.call('ZADD', listings, gone, id)
  redis.call('EXPIRE', listings, keep)
end
redis.call('LPOP', inbox)
redis.call('HDEL', P .. 'attempts', turn)
if redis.call('HINCRBY', P .. 'load', head.person, -1) <= 0 then redis.call('HDEL', P .. 'load', head.person) end
for _ = 1, tonumber(take_next()) do
  head.turn, head.amends = take_next(), take_next()
  redis.call('RPUSH', outbox, cjson.encode(head) .. '\n' .. take_next())
  redis.call('EXPIRE', outbox, keep)
end
return 'done'
