package mailroad.imap.command;

/** IDLE: tell me at once what happens, until I say DONE. RFC 2177 section 3. */
public record Idle() implements Command.AfterLogin {}
