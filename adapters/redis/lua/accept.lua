-- Stores a message and lets its session wait for a worker.
-- ARGV: prefix, message key, session, person, correlation, address, message, seconds to remember the key, most a session, most a person
-- Returns {"accepted", turn}, {"again"}, {"session full"} or {"person full"}.

local _, key, session, person, correlation, address, message, remember, most_session, most_person = unpack(ARGV)

-- Microseconds since the epoch, in base 36: ten characters that sort, and are unique for as long as the clock's last value is kept.
local function next_turn()
  local time = redis.call('TIME')
  local at = math.max(time[1] * 1000000 + time[2], tonumber(redis.call('GET', P .. 'clock') or '0') + 1)
  redis.call('SET', P .. 'clock', string.format('%.0f', at))
  local digits, id = '0123456789abcdefghijklmnopqrstuvwxyz', ''
  while at > 0 do
    local digit = at % 36
    id = string.sub(digits, digit + 1, digit + 1) .. id
    at = (at - digit) / 36
  end
  return id
end

if redis.call('EXISTS', P .. 'seen:' .. key) == 1 then return {'again'} end
if redis.call('LLEN', P .. 'inbox:' .. session) >= tonumber(most_session) then return {'session full'} end
if tonumber(redis.call('HGET', P .. 'load', person) or '0') >= tonumber(most_person) then return {'person full'} end

local turn = next_turn()
local head = cjson.encode({turn = turn, person = person, correlation = correlation, address = address})
redis.call('SET', P .. 'seen:' .. key, turn, 'EX', remember)
redis.call('RPUSH', P .. 'inbox:' .. session, head .. '\n' .. message)
redis.call('HINCRBY', P .. 'load', person, 1)
line_up(session)
return {'accepted', turn}
