package mailroad.guard.verdict;

import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.mime.Octets;

/** What a filter changes in a message or its envelope, as the milter protocol knows it. */
public sealed interface Change {
  /** A field at the end of the header section. */
  record AddField(String name, String value) implements Change {}

  /** A field before the field of this place, from 0. */
  record InsertField(int place, String name, String value) implements Change {}

  /** Another value for the n-th field of a name, from 1; an empty one removes it. */
  record ChangeField(int nth, String name, String value) implements Change {}

  /** Another body. */
  record ReplaceBody(Octets body) implements Change {}

  /** Another sender. */
  record ChangeSender(ReversePath sender) implements Change {}

  /** One more recipient. */
  record AddRecipient(EmailAddress recipient) implements Change {}

  /** One recipient less. */
  record RemoveRecipient(EmailAddress recipient) implements Change {}
}
