package mailroad.imap.command;

/** NOOP: tell me what has happened. RFC 3501 section 6.1.2. */
public record Noop() implements Command.AnyTime {}
