package mailroad.imap.command;

/** CAPABILITY: what does the server offer? RFC 3501 section 6.1.1. */
public record Capability() implements Command.AnyTime {}
