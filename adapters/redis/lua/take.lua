-- Gives a worker the next session that has work: people take turns, and so do the sessions of one person.
-- ARGV: prefix, milliseconds until the lease runs out, then the platforms whose sessions are wanted; none for all
-- Returns nil, or {address, fence, turn, message, attempt}; turn and message are empty where only deliveries wait.

local wanted, others = {}, {}
for at = 3, #ARGV do wanted[ARGV[at]] = true end

-- Sessions of other platforms wait on, for a worker that can post there.
local function ended(with)
  for _, session in ipairs(others) do line_up(session) end
  return with
end

recall()
while true do
  local person = redis.call('ZPOPMIN', P .. 'rota')[1]
  if not person then return ended(false) end
  local waiting = P .. 'waiting:' .. person
  local session = redis.call('ZPOPMIN', waiting)[1]
  if redis.call('ZCARD', waiting) > 0 then queue_up(person) end
  local work = session and redis.call('HEXISTS', P .. 'held', session) == 0 and work_of(session)
  if work and #ARGV > 2 and not wanted[string.match(session, '^[^/]*')] then
    table.insert(others, session)
  elseif work then
    local head, fence = head_of(work), redis.call('INCR', P .. 'fence')
    redis.call('HSET', P .. 'held', session, fence)
    redis.call('ZADD', P .. 'leases', now_ms() + ARGV[2], session)
    if redis.call('LLEN', P .. 'inbox:' .. session) == 0 then return ended({head.address, fence, '', '', 1}) end
    return ended({head.address, fence, head.turn, body_of(work), redis.call('HINCRBY', P .. 'attempts', head.turn, 1)})
  end
end
