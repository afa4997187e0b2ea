-- Gives back the keys that are still this holder's.

return each(function(key)
  if mine(key) then redis.call('DEL', key) end
  return true
end)
