-- What the scripts of proposals share; put before each of them.
--
-- Keys (P is the prefix, ARGV[1]; key names are put together here, so this needs one server, not a cluster):
--   proposal:<id>           hash: proposal, until, state, fence, held (until when its worker is believed alive), progress   expires
--   proposals:due           ids by the moment somebody must look at them
--   proposals:of:<person>   ids by when they were made                                                                     expires

local P, id = ARGV[1], ARGV[2]
local key, due = P .. 'proposal:' .. id, P .. 'proposals:due'

local function now()
  local time = redis.call('TIME')
  return time[1] + time[2] / 1000000
end

local function field(name)
  return redis.call('HGET', key, name)
end

local function put(...)
  redis.call('HSET', key, ...)
end
