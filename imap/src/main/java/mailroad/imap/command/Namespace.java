package mailroad.imap.command;

/** NAMESPACE: where do names begin? RFC 2342 section 5. */
public record Namespace() implements Command.AfterLogin {}
