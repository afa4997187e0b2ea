-- Lets objects of a type go by other names than before, in the generation that is there. What `numbers` and `grams` tell of a span that
-- names nothing any more stays until the next generation: who follows it finds nothing.
-- KEYS: base. ARGV: type, spans kept for the scope, objects kept of one span, JSON {gone: [ids], come: [[span, [id, name, within], [trigrams]]]}.
-- Returns 0 where the type has no names yet.
local base, kind, most, crowd, told = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), cjson.decode(ARGV[4])
local generation = redis.call('HGET', base .. 'generations', kind)
if not generation then return 0 end
local place, known = base .. kind .. ':' .. generation .. ':', base .. 'known'

local function kept(span)
  local found = redis.call('HGET', place .. 'spans', span)
  return found and cjson.decode(found) or {}
end

local function forget(span)
  redis.call('HDEL', place .. 'spans', span)
  redis.call('HINCRBY', base .. 'counts', kind, -1)
  local left = {}
  for each in string.gmatch(redis.call('HGET', known, span) or '', '[^,]+') do
    if each ~= kind then left[#left + 1] = each end
  end
  if #left == 0 then redis.call('HDEL', known, span) else redis.call('HSET', known, span, table.concat(left, ',')) end
end

for _, id in ipairs(told.gone) do
  for span in string.gmatch(redis.call('HGET', place .. 'objects', id) or '', '[^\n]+') do
    local left = {}
    for _, each in ipairs(kept(span)) do
      if each[1] ~= id then left[#left + 1] = each end
    end
    if #left == 0 then forget(span) else redis.call('HSET', place .. 'spans', span, cjson.encode(left)) end
  end
  redis.call('HDEL', place .. 'objects', id)
end

local sum = 0
for _, count in ipairs(redis.call('HVALS', base .. 'counts')) do sum = sum + count end
for _, each in ipairs(told.come) do
  local span, object, objects = each[1], each[2], kept(each[1])
  if #objects < crowd and (#objects > 0 or sum < most) then
    if #objects == 0 then
      local number = redis.call('HLEN', place .. 'numbers')
      redis.call('HSET', place .. 'numbers', number, span)
      for _, gram in ipairs(each[3]) do
        redis.call('HSET', place .. 'grams', gram, (redis.call('HGET', place .. 'grams', gram) or '') .. struct.pack('<I4', number))
      end
      redis.call('HINCRBY', base .. 'counts', kind, 1)
      sum = sum + 1
      local types = redis.call('HGET', known, span)
      if not types then
        redis.call('HSET', known, span, kind)
      elseif not string.find(',' .. types .. ',', ',' .. kind .. ',', 1, true) then
        redis.call('HSET', known, span, types .. ',' .. kind)
      end
    end
    objects[#objects + 1] = object
    redis.call('HSET', place .. 'spans', span, cjson.encode(objects))
    local before = redis.call('HGET', place .. 'objects', object[1])
    redis.call('HSET', place .. 'objects', object[1], before and before .. '\n' .. span or span)
  end
end
-- -1 stands for a key that stays: as a time to live it would delete.
local left = redis.call('TTL', base .. 'generations')
if left > 0 then
  redis.call('EXPIRE', known, left)
  for _, each in ipairs({'spans', 'numbers', 'grams', 'objects'}) do redis.call('EXPIRE', place .. each, left) end
end
return 1
