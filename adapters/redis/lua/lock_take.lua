-- Takes all keys or none; what the same holder had with an older fence passes over.

local free = each(function(key)
  local name, number = owner(key)
  return name == nil or (name == holder and number <= fence)
end)
return free == 1 and each(put) or 0
