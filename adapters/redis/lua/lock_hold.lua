-- Holds keys for a while longer. Returns 0 where one is another's, or ran out.

return each(mine) == 1 and each(put) or 0
