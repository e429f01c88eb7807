package mailroad.smtp;

import mailroad.kernel.Reply;

/** A line that is no command, or not a right one, with the reply that says so. */
public record Malformed(Reply reply) implements Command {}
