package mailroad.pop3;

/**
 * What a client may do on its connection as it is now.
 *
 * @param login whether it may log in, which may want TLS first
 * @param stls whether TLS can begin
 */
record Offer(boolean login, boolean stls) {}
