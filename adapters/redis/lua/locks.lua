-- What the scripts of locks share: each lock is a key whose value is "<fence> <holder>", and which expires by itself.
-- ARGV: prefix, holder, fence, milliseconds, key, key, ...

local P, holder, fence, lasting = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]

local function each(action)
  for place = 5, #ARGV do
    if not action(P .. 'lock:' .. ARGV[place]) then return 0 end
  end
  return 1
end

-- The holder of a key and its fence; nil where nobody has it.
local function owner(key)
  local value = redis.call('GET', key)
  if not value then return nil end
  local number, name = string.match(value, '^(%d+) (.*)$')
  return name, tonumber(number)
end

local function mine(key)
  local name, number = owner(key)
  return name == holder and number == fence
end

local function put(key)
  redis.call('SET', key, fence .. ' ' .. holder, 'PX', lasting)
  return true
end
