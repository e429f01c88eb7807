package mailroad.imap.command;

/** CLOSE: remove what is marked as deleted, tell me nothing, and select nothing. RFC 3501 section 6.4.2. */
public record Close() implements Command.WhileSelected {}
