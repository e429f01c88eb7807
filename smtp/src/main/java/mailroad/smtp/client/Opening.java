package mailroad.smtp.client;

import java.util.List;
import mailroad.kernel.Reply;
import mailroad.wire.TlsFault;

/** What became of the attempt to open a session. Unless it is open, the connection is closed. */
public sealed interface Opening {
  /** Ready for transactions. */
  record Opened(SmtpSession session) implements Opening {}

  /** The other side said no: at its greeting, to EHLO and HELO, to AUTH; or it said 421. */
  record Refused(Stage stage, Reply reply, List<String> dialogue) implements Opening {
    /** The record's list does not change. */
    public Refused {
      dialogue = List.copyOf(dialogue);
    }
  }

  /** The TLS handshake failed; under {@link Security.Opportunistic} the caller tries without (RFC 7435). */
  record TlsFailed(String reason, TlsFault fault, List<String> dialogue) implements Opening {
    /** The record's list does not change. */
    public TlsFailed {
      dialogue = List.copyOf(dialogue);
    }
  }

  /** The other side does not offer STARTTLS, under {@link Security.Required}. */
  record NoTls(List<String> dialogue) implements Opening {
    /** The record's list does not change. */
    public NoTls {
      dialogue = List.copyOf(dialogue);
    }
  }

  /** The other side does not offer what we demand: a known AUTH mechanism. */
  record Unfit(String reason, List<String> dialogue) implements Opening {
    /** The record's list does not change. */
    public Unfit {
      dialogue = List.copyOf(dialogue);
    }
  }

  /** The connection broke, nothing came in time, or what came was not SMTP. */
  record Broken(Stage stage, String reason, List<String> dialogue) implements Opening {
    /** The record's list does not change. */
    public Broken {
      dialogue = List.copyOf(dialogue);
    }
  }
}
