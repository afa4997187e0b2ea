-- What the scripts of the queue share; put before each of them.
--
-- Keys (P is the prefix, ARGV[1]; key names are put together here, so this needs one server, not a cluster):
--   seen:<message>      turn id of a message that was accepted          expires
--   inbox:<session>     messages to answer, in order                    bounded
--   outbox:<session>    replies to deliver, in order                    expires
--   tries:<session>     turn -> how often its delivery was postponed    expires
--   posted:<session>:<turn>  the platform's ids of what was posted      expires
--   session:<session>   the thread's memory                             expires
--   listing:<id>, listings:<session>   snapshots, and which there are   expire
--   stopped:<turn>      it is worked on and not wanted any more         expires
--   of:<person>         sessions a person spoke in                      expires
--   forgotten:<person>  the moment up to which a person is forgotten    expires
--   aside               replies that this release could not read           expires
--   rota                people who have work waiting, next first
--   waiting:<person>    their sessions that wait, next first
--   held, leases        session -> fence of its lease; sessions by when it runs out (ms)
--   later               sessions whose deliveries rest, by when they go on (ms)
--   load                person -> messages that wait
--   attempts            turn -> how often it was taken
--   clock, fence, turnstile   counters
--
-- An entry of an inbox or outbox is a line of JSON (turn, person, correlation, address, amends) and then the message or reply.

local P = ARGV[1]

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function head_of(entry)
  return cjson.decode(string.match(entry, '^[^\n]*'))
end

local function body_of(entry)
  return string.sub(entry, string.find(entry, '\n', 1, true) + 1)
end

local function holds(session, fence)
  return redis.call('HGET', P .. 'held', session) == fence
end

local function resting(session)
  local due = redis.call('ZSCORE', P .. 'later', session)
  return due and tonumber(due) > now_ms()
end

-- The first thing to do in a session: a message, else a reply to deliver; nil where there is none.
local function work_of(session)
  local message = redis.call('LINDEX', P .. 'inbox:' .. session, 0)
  if message then return message end
  if not resting(session) then
    return redis.call('LINDEX', P .. 'outbox:' .. session, 0) or nil
  end
end

local function queue_up(person)
  redis.call('ZADD', P .. 'rota', 'NX', redis.call('INCR', P .. 'turnstile'), person)
end

-- Lets a session wait for its turn, if there is something to do in it and nobody has it.
-- Returns the correlation id of what is to be done, nil where it does not wait.
local function line_up(session)
  if redis.call('HEXISTS', P .. 'held', session) == 1 then return end
  local work = work_of(session)
  if not work then return end
  local head = head_of(work)
  redis.call('ZADD', P .. 'waiting:' .. head.person, 'NX', redis.call('INCR', P .. 'turnstile'), session)
  queue_up(head.person)
  return head.correlation
end

-- Takes back what ran out: leases of workers that died, deliveries that rested long enough. A hundred at a time.
local function recall()
  local now = now_ms()
  for _, session in ipairs(redis.call('ZRANGEBYSCORE', P .. 'leases', '-inf', now, 'LIMIT', 0, 100)) do
    redis.call('ZREM', P .. 'leases', session)
    redis.call('HDEL', P .. 'held', session)
    line_up(session)
  end
  for _, session in ipairs(redis.call('ZRANGEBYSCORE', P .. 'later', '-inf', now, 'LIMIT', 0, 100)) do
    redis.call('ZREM', P .. 'later', session)
    line_up(session)
  end
end
