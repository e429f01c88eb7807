package mailroad.mailbox;

import static mailroad.mailbox.House.append;
import static mailroad.mailbox.House.draft;
import static mailroad.mailbox.House.text;
import static mailroad.mailbox.House.uids;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mailroad.kernel.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One message in the place of another, in one commit: RFC 8508. */
class ReplacingTest {
  private House house;
  private Mailbox inbox;
  private Mailbox drafts;

  @BeforeEach
  void open() throws Exception {
    house = House.open();
    inbox = house.inbox();
    drafts = house.open("Drafts");
  }

  @Test
  void bothHappenAndAreToldInOrder() throws Exception {
    append(inbox, "one", Flag.DELETED);
    append(inbox, "two");
    long before = inbox.status().modseq();
    assertThat(inbox.replace(1, draft(inbox, "three", Flags.of(Flag.SEEN)), inbox))
        .isEqualTo(new Replaced.Done(inbox.uidValidity(), 3));
    assertThat(uids(inbox)).containsExactly(2L, 3L);
    assertThat(text(inbox, 3)).isEqualTo("three");
    Changes changes = inbox.changesSince(before);
    assertThat(changes.vanished()).hasToString("1");
    assertThat(changes.changed()).extracting(Message::uid).containsExactly(3L);
    Status status = inbox.status();
    assertThat(status.messages()).isEqualTo(2);
    assertThat(status.octets()).isEqualTo(8);
    assertThat(status.deleted()).isZero();
    assertThat(status.unseen()).isEqualTo(1);
    assertThat(house.mailboxes().usage().octets()).isEqualTo(8);
    assertThat(house.mailboxes().usage().messages()).isEqualTo(2);
  }

  @Test
  void theNewOneMayStandElsewhere() throws Exception {
    append(inbox, "one");
    assertThat(inbox.replace(1, draft(inbox, "two", Flags.NONE), drafts))
        .isEqualTo(new Replaced.Done(drafts.uidValidity(), 1));
    assertThat(uids(inbox)).isEmpty();
    assertThat(text(drafts, 1)).isEqualTo("two");
    house.sweep();
    assertThat(text(drafts, 1)).isEqualTo("two");
  }

  @Test
  void nothingHappensIfItCannot() throws Exception {
    append(inbox, "one");
    Draft draft = draft(inbox, "two", Flags.NONE);
    assertThat(inbox.replace(9, draft, inbox)).isEqualTo(new Replaced.NoSuchMessage());
    house.mailboxes().delete(MailboxName.of("Drafts"));
    assertThat(inbox.replace(1, draft, drafts)).isEqualTo(new Replaced.Gone());
    assertThat(uids(inbox)).containsExactly(1L);
  }

  /** Of many that replace the same message one alone succeeds. */
  @Test
  void oneOfManyWins() throws Exception {
    append(inbox, "one");
    List<Replaced> results = Collections.synchronizedList(new ArrayList<>());
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Draft draft = draft(inbox, "new " + i, Flags.NONE);
      tasks.add(house.world.start("replace", () -> results.add(inbox.replace(1, draft, inbox))));
    }
    for (Task task : tasks) {
      task.join();
    }
    assertThat(results).filteredOn(Replaced.Done.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(Replaced.NoSuchMessage.class::isInstance).hasSize(7);
    assertThat(uids(inbox)).hasSize(1);
  }
}
