package mailroad.mailbox;

import java.util.List;
import java.util.Optional;
import mailroad.records.MessageRecord;

/**
 * A message about to be put into a mailbox.
 *
 * @param outline as it is to stand beside it; empty if none will
 * @param link what is to be kept for replies to it; empty if nothing is
 */
record Incoming(MessageRecord record, Optional<byte[]> outline, Optional<Threads.Link> link) {
  static List<MessageRecord> records(List<Incoming> all) {
    return all.stream().map(Incoming::record).toList();
  }
}
