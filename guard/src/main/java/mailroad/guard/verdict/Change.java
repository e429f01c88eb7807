package mailroad.guard.verdict;

import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.mime.Octets;

/**
 * What a filter changes in a message or its envelope, as the milter protocol knows it. Fields are counted as they were
 * when the filters saw them; {@link Changes} carries it out.
 */
public sealed interface Change {
  /** A field at the end of the header section. The value may be folded, with any line ends. */
  record AddField(String name, String value) implements Change {
    /** The name is one. */
    public AddField {
      requireName(name);
    }
  }

  /** A field before the field of this place, from 0, where our own Received field stands. */
  record InsertField(int place, String name, String value) implements Change {
    /** The name is one. */
    public InsertField {
      requireName(name);
    }
  }

  /** Another value for the n-th field of a name, from 1; an empty one removes it. */
  record ChangeField(int nth, String name, String value) implements Change {
    /** The name is one. */
    public ChangeField {
      requireName(name);
    }
  }

  /** Another body, each of its lines with CRLF. */
  record ReplaceBody(Octets body) implements Change {}

  /** Another sender. */
  record ChangeSender(ReversePath sender) implements Change {}

  /** One more recipient. */
  record AddRecipient(EmailAddress recipient) implements Change {}

  /** One recipient less. */
  record RemoveRecipient(EmailAddress recipient) implements Change {}

  /** Whether a header field may have this name (RFC 5322 section 3.6.8). */
  static boolean isFieldName(String name) {
    return FieldText.isName(name);
  }

  private static void requireName(String name) {
    if (!isFieldName(name)) {
      throw new IllegalArgumentException("not the name of a header field: " + name);
    }
  }
}
