package mailroad.guard.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.SteppedWorld;
import mailroad.mailbox.Account;
import mailroad.mailbox.Appended;
import mailroad.mailbox.Copied;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Drafting;
import mailroad.mailbox.Flag;
import mailroad.mailbox.FlagChange;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxConfig;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.PasswordConfig;
import mailroad.mailbox.Passwords;
import mailroad.mailbox.SpecialUse;
import mailroad.mailbox.UidSet;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users do with their mail is learned. */
class LessonsTest {
  private final SteppedWorld world = new SteppedWorld(Instant.parse("2026-11-22T12:00:00Z"));
  private final MemoryStore store = new MemoryStore(world);
  private final Classifier classifier =
      new Classifier(world, store, ClassifierConfig.DEFAULT, Set.of(new Domain("mx.b.example")));
  private final Lessons lessons = new Lessons(world, ClassifierConfig.DEFAULT, classifier);
  private Account jane;
  private Mailboxes mailboxes;

  @BeforeEach
  void settle() throws Exception {
    Directory directory =
        new Directory(
            world, store, MailboxConfig.DEFAULT, new Passwords(world, PasswordConfig.DEFAULT));
    directory.addDomain(new Domain("b.example"));
    directory.addSharedAccount(EmailAddress.of("jane@b.example"));
    jane = directory.account(EmailAddress.of("jane@b.example")).orElseThrow();
    MailStore mail = new MailStore(world, store, MailboxConfig.DEFAULT, lessons);
    lessons.at(mail);
    mailboxes = mail.of(jane);
  }

  private long append(Mailbox mailbox, String words) throws Exception {
    byte[] message =
        ("From: a@a.example\r\nSubject: hello\r\n\r\n" + words).getBytes(StandardCharsets.UTF_8);
    try (Drafting drafting = mailbox.draft()) {
      drafting.write(message, 0, message.length);
      Appended appended = mailbox.append(drafting.finish(Flags.NONE, world.now()));
      return ((Appended.Done) appended).uids().getFirst();
    }
  }

  private long move(Mailbox from, long uid, Mailbox to) throws Exception {
    Copied.Done done = (Copied.Done) from.move(UidSet.range(uid, uid), to);
    return done.pairs().getFirst().to();
  }

  private Mailbox open(SpecialUse use) throws Exception {
    return mailboxes.open(use).orElseThrow();
  }

  private Counted learned() throws Exception {
    while (lessons.learnNext()) {
      // until nothing waits
    }
    Counted own = classifier.counted(Scope.of(jane), "subjectword");
    Counted site =
        classifier.knowledge().stream()
            .filter(known -> known.scope().equals(Scope.SITE))
            .map(Classifier.Knowledge::learned)
            .findFirst()
            .orElse(Counted.NONE);
    assertThat(site).as("all messages have the word").isEqualTo(own);
    return own;
  }

  @Test
  void aMoveIntoJunkIsSpamAndOutOfItIsGood() throws Exception {
    Mailbox inbox = mailboxes.inbox();
    long uid = append(inbox, "subjectword");
    assertThat(learned()).isEqualTo(Counted.NONE);
    long junked = move(inbox, uid, open(SpecialUse.JUNK));
    assertThat(learned()).isEqualTo(new Counted(0, 1));
    long back = move(open(SpecialUse.JUNK), junked, inbox);
    assertThat(learned()).isEqualTo(new Counted(1, 0));
    inbox.copy(UidSet.range(back, back), open(SpecialUse.JUNK));
    assertThat(learned()).isEqualTo(new Counted(0, 1));
  }

  @Test
  void whoWantsToKnowHearsWhatIsUnwanted() throws Exception {
    java.util.List<String> said = new java.util.ArrayList<>();
    lessons.tell((account, header) -> said.add(account + " " + header.value("Subject").orElse("")));
    Mailbox inbox = mailboxes.inbox();
    long junked = move(inbox, append(inbox, "subjectword"), open(SpecialUse.JUNK));
    learned();
    move(open(SpecialUse.JUNK), junked, inbox);
    learned();
    assertThat(said).containsExactly("jane@b.example hello");
  }

  @Test
  void whatIsThrownAwayTeachesNothing() throws Exception {
    long uid = append(open(SpecialUse.JUNK), "subjectword");
    move(open(SpecialUse.JUNK), uid, open(SpecialUse.TRASH));
    assertThat(learned()).isEqualTo(Counted.NONE);
    long other = append(mailboxes.inbox(), "subjectword");
    move(mailboxes.inbox(), other, open(SpecialUse.TRASH));
    assertThat(learned()).isEqualTo(Counted.NONE);
  }

  @Test
  void whatIsFiledIsGood() throws Exception {
    long uid = append(mailboxes.inbox(), "subjectword");
    move(mailboxes.inbox(), uid, open(SpecialUse.ARCHIVE));
    assertThat(learned()).isEqualTo(new Counted(1, 0));
  }

  @Test
  void keywordsAndAnswersTeach() throws Exception {
    Mailbox inbox = mailboxes.inbox();
    long uid = append(inbox, "subjectword");
    UidSet it = UidSet.range(uid, uid);
    inbox.store(it, FlagChange.add(Flags.of(Set.of(), List.of("$Junk"))));
    assertThat(learned()).isEqualTo(new Counted(0, 1));
    inbox.store(it, FlagChange.add(Flags.of(Set.of(), List.of("$NotJunk"))));
    assertThat(learned()).isEqualTo(new Counted(1, 0));
    inbox.store(it, FlagChange.remove(Flags.of(Set.of(), List.of("$Junk"))));
    inbox.store(it, FlagChange.add(Flags.of(Flag.SEEN)));
    assertThat(learned()).isEqualTo(new Counted(1, 0));
    long other = append(inbox, "subjectword once more");
    inbox.store(UidSet.range(other, other), FlagChange.add(Flags.of(Flag.ANSWERED)));
    assertThat(learned()).isEqualTo(new Counted(2, 0));
  }

  @Test
  void whatIsGoneMeanwhileIsLetBe() throws Exception {
    Mailbox inbox = mailboxes.inbox();
    long junked = move(inbox, append(inbox, "subjectword"), open(SpecialUse.JUNK));
    open(SpecialUse.JUNK).expunge(UidSet.range(junked, junked));
    assertThat(learned()).isEqualTo(Counted.NONE);
  }
}
