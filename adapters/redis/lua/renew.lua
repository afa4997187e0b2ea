-- Keeps a lease from running out.
-- ARGV: prefix, session, fence, milliseconds from now. Returns 1, or 0 where the lease is another's.

if not holds(ARGV[2], ARGV[3]) then return 0 end
redis.call('ZADD', P .. 'leases', now_ms() + ARGV[4], ARGV[2])
return 1
