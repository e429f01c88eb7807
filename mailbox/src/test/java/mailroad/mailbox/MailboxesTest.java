package mailroad.mailbox;

import static mailroad.mailbox.House.append;
import static mailroad.mailbox.House.text;
import static mailroad.mailbox.House.uids;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import mailroad.mailbox.Outcome.Refusal;
import mailroad.store.StoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxesTest {
  private House house;
  private Mailboxes mailboxes;

  @BeforeEach
  void open() throws Exception {
    house = House.open(House.small());
    mailboxes = house.mailboxes();
  }

  private static MailboxName name(String text) {
    return MailboxName.of(text);
  }

  private List<String> names() throws StoreException {
    return mailboxes.list().stream().map(listed -> listed.name().toString()).toList();
  }

  private Listed listed(String name) throws StoreException {
    return mailboxes.list().stream()
        .filter(one -> one.name().equals(name(name)))
        .findFirst()
        .orElseThrow();
  }

  private static void refused(Outcome<?> outcome, Refusal refusal) {
    assertThat(outcome).isEqualTo(Outcome.refused(refusal));
  }

  private static void done(Outcome<?> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aNewAccountHasTheMailboxesThatClientsLookFor() throws Exception {
    assertThat(names()).containsExactly("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash");
    assertThat(listed("Sent").specialUse()).contains(SpecialUse.SENT);
    assertThat(listed("INBOX").specialUse()).isEmpty();
    assertThat(mailboxes.list()).allMatch(Listed::subscribed).noneMatch(Listed::hasChildren);
    assertThat(mailboxes.subscriptions()).hasSize(6);
  }

  @Test
  void createMakesWhatIsMissingAbove() throws Exception {
    done(mailboxes.create(name("Work/2026/Invoices")));
    assertThat(names()).contains("Work", "Work/2026", "Work/2026/Invoices");
    assertThat(listed("Work").hasChildren()).isTrue();
    assertThat(listed("Work/2026/Invoices").hasChildren()).isFalse();
    assertThat(mailboxes.open(name("Work"))).isPresent();
  }

  @Test
  void createRefusesWhatIsThereTooLongTooDeepOrTooMuch() throws Exception {
    refused(mailboxes.create(name("inbox")), Refusal.EXISTS);
    refused(mailboxes.create(name("x".repeat(65))), Refusal.NAME_TOO_LONG);
    refused(mailboxes.create(name("a/b/c/d/e")), Refusal.NAME_TOO_LONG);
    for (int i = 6; i < 20; i++) {
      done(mailboxes.create(name("m" + i)));
    }
    refused(mailboxes.create(name("one more")), Refusal.TOO_MANY);
    done(mailboxes.delete(name("m6")));
    refused(mailboxes.create(name("one/more")), Refusal.TOO_MANY);
    done(mailboxes.create(name("one more")));
  }

  @Test
  void aUseBelongsToOneMailbox() throws Exception {
    refused(mailboxes.create(name("Sent too"), Optional.of(SpecialUse.SENT)), Refusal.EXISTS);
    done(mailboxes.create(name("Starred"), Optional.of(SpecialUse.FLAGGED)));
    assertThat(listed("Starred").specialUse()).contains(SpecialUse.FLAGGED);
  }

  /** RFC 3501 section 2.3.1.1: a mailbox that is made again has another UIDVALIDITY, or higher UIDs. */
  @Test
  void uidValidityIsNeverUsedAgain() throws Exception {
    done(mailboxes.create(name("a")));
    long first = house.open("a").uidValidity();
    append(house.open("a"), "one");
    done(mailboxes.delete(name("a")));
    done(mailboxes.create(name("a")));
    assertThat(house.open("a").uidValidity()).isGreaterThan(first);
    assertThat(uids(house.open("a"))).isEmpty();
  }

  @Test
  void deleteRemovesMessagesAndFreesTheirQuota() throws Exception {
    done(mailboxes.create(name("a")));
    Mailbox a = house.open("a");
    Observer observer = new Observer(a);
    for (int i = 0; i < 20; i++) {
      append(a, "message " + i);
    }
    append(house.inbox(), "stays");
    done(mailboxes.delete(name("a")));
    assertThat(mailboxes.open(name("a"))).isEmpty();
    assertThat(mailboxes.usage().messages()).isEqualTo(1);
    assertThat(mailboxes.usage().octets()).isEqualTo(5);
    assertThat(house.sweep()).isEqualTo(20);
    assertThat(text(house.inbox(), 1)).isEqualTo("stays");
    // Whoever has it open finds it empty.
    assertThat(a.isThere()).isFalse();
    assertThat(a.snapshot().messages()).isEmpty();
    assertThat(a.append(House.draft(a, "late", Flags.NONE))).isEqualTo(new Appended.Gone());
    assertThat(a.claimRecent()).isEqualTo(UidSet.NONE);
    assertThat(a.changesSince(5).vanished()).isEqualTo(UidSet.all());
    assertThat(a.expunge(UidSet.all())).isEqualTo(UidSet.NONE);
    assertThat(a.move(UidSet.all(), house.inbox()))
        .isEqualTo(new Copied.Done(house.inbox().uidValidity(), List.of()));
    observer.mustKnowAll();
  }

  /** RFC 3501 section 6.3.4. */
  @Test
  void aDeletedMailboxWithOthersBelowKeepsItsName() throws Exception {
    done(mailboxes.create(name("a/b")));
    append(house.open("a"), "gone");
    done(mailboxes.delete(name("a")));
    assertThat(listed("a").kind()).isEqualTo(Listed.Kind.NOSELECT);
    assertThat(mailboxes.open(name("a"))).isEmpty();
    assertThat(mailboxes.open(name("a/b"))).isPresent();
    refused(mailboxes.delete(name("a")), Refusal.NOT_ALLOWED);
    done(mailboxes.delete(name("a/b")));
    done(mailboxes.delete(name("a")));
    assertThat(names()).doesNotContain("a");
  }

  @Test
  void aNameThatOnlyHoldsOthersBecomesAMailboxAgain() throws Exception {
    done(mailboxes.create(name("a/b")));
    done(mailboxes.delete(name("a")));
    done(mailboxes.create(name("a")));
    assertThat(listed("a").kind()).isEqualTo(Listed.Kind.SELECTABLE);
    assertThat(uids(house.open("a"))).isEmpty();
  }

  @Test
  void inboxCannotBeDeleted() throws Exception {
    refused(mailboxes.delete(name("Inbox")), Refusal.NOT_ALLOWED);
    refused(mailboxes.delete(name("nowhere")), Refusal.NOT_FOUND);
  }

  @Test
  void renameTakesAllBelowAlongAndMakesWhatIsMissingAbove() throws Exception {
    done(mailboxes.create(name("a/b/c")));
    long validity = house.open("a/b").uidValidity();
    append(house.open("a/b"), "one");
    done(mailboxes.rename(name("a"), name("x/y")));
    assertThat(names()).contains("x", "x/y", "x/y/b", "x/y/b/c").doesNotContain("a", "a/b");
    assertThat(house.open("x/y/b").uidValidity()).isEqualTo(validity);
    assertThat(text(house.open("x/y/b"), 1)).isEqualTo("one");
  }

  @Test
  void renameRefusesWhatCannotBe() throws Exception {
    done(mailboxes.create(name("a/b")));
    refused(mailboxes.rename(name("a"), name("a/c")), Refusal.NOT_ALLOWED);
    refused(mailboxes.rename(name("a"), name("Sent")), Refusal.EXISTS);
    refused(mailboxes.rename(name("z"), name("y")), Refusal.NOT_FOUND);
    refused(mailboxes.rename(name("a"), name("1/2/3/4")), Refusal.NAME_TOO_LONG);
  }

  @Test
  void aNameThatStartsAlikeIsNotBelow() throws Exception {
    done(mailboxes.create(name("a")));
    done(mailboxes.create(name("ab")));
    done(mailboxes.create(name("a b")));
    done(mailboxes.rename(name("a"), name("z")));
    assertThat(names()).contains("z", "ab", "a b").doesNotContain("a");
  }

  /** RFC 3501 section 6.3.5. */
  @Test
  void renamingInboxMovesItsMessagesAndLeavesItEmpty() throws Exception {
    done(mailboxes.create(name("INBOX/below")));
    for (int i = 0; i < 10; i++) {
      append(house.inbox(), "message " + i);
    }
    done(mailboxes.rename(name("INBOX"), name("old")));
    assertThat(uids(house.inbox())).isEmpty();
    assertThat(uids(house.open("old"))).hasSize(10);
    assertThat(names()).contains("INBOX", "INBOX/below", "old");
    assertThat(mailboxes.usage().messages()).isEqualTo(10);
  }

  /** RFC 3501 section 6.3.6. */
  @Test
  void aNameMayBeSubscribedToThatDoesNotExist() throws Exception {
    done(mailboxes.subscribe(name("not/yet")));
    done(mailboxes.subscribe(name("not/yet")));
    assertThat(mailboxes.subscriptions()).contains(name("not/yet"));
    done(mailboxes.create(name("not/yet")));
    assertThat(listed("not/yet").subscribed()).isTrue();
    assertThat(listed("not").subscribed()).isFalse();
    done(mailboxes.delete(name("not/yet")));
    assertThat(mailboxes.subscriptions()).contains(name("not/yet"));
    done(mailboxes.unsubscribe(name("not/yet")));
    refused(mailboxes.unsubscribe(name("not/yet")), Refusal.NOT_FOUND);
  }

  @Test
  void aLowerBoundHidesNothing() throws Exception {
    House roomy = House.over(house.world, house.store, MailboxConfig.DEFAULT);
    for (int i = 0; i < 40; i++) {
      done(roomy.mailboxes().create(name("m" + i)));
    }
    assertThat(names()).hasSize(46);
    refused(mailboxes.create(name("m39")), Refusal.EXISTS);
    refused(mailboxes.create(name("z")), Refusal.TOO_MANY);
    done(mailboxes.rename(name("m0"), name("z")));
  }

  @Test
  void subscriptionsAreBounded() throws Exception {
    for (int i = 6; i < 10; i++) {
      done(mailboxes.subscribe(name("s" + i)));
    }
    refused(mailboxes.subscribe(name("s10")), Refusal.TOO_MANY);
    done(mailboxes.unsubscribe(name("s6")));
    done(mailboxes.subscribe(name("s10")));
  }
}
