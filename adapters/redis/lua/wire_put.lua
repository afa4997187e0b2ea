-- Sends an event to a thread unless one was sent under the same key.
-- KEYS: the stream, the key of what is sent once. ARGV: event, events kept, seconds kept.
if not redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[3]) then return 0 end
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], '*', 'event', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
