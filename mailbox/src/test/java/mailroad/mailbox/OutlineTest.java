package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import mailroad.mime.Envelope;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mime.Structure;
import mailroad.store.Batch;
import mailroad.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a message beside it says the same as the message. */
class OutlineTest {
  private static final String LETTER =
      """
      Received: from a.example by b.example; Fri, 21 Nov 1997 09:55:06 -0600
      Date: Fri, 21 Nov 1997 09:55:06 -0600
      From: "Joe Q. Public" <john.q.public@example.com>, Group: a@x.example, b@x.example;
      Reply-To: list@x.example
      To: =?utf-8?q?J=C3=BCrgen?= <j@x.example>
      Subject: Re: [list] Long
        and folded
      Message-ID: <1@a.example>
      References: <0@a.example>
      Content-Type: multipart/mixed; boundary="b"

      preamble
      --b
      Content-Type: text/plain; charset=iso-8859-1
      Content-Transfer-Encoding: quoted-printable

      J=FCrgen
      --b
      Content-Type: message/rfc822
      Content-Description: enclosed

      Subject: inner
      Content-Type: multipart/digest; boundary="c"

      --c

      Subject: in a digest

      text
      --c--
      --b
      Content-Type: multipart/broken

      no boundary
      --b--
      """
          .replace("\n", "\r\n");

  private House house;
  private Mailbox inbox;

  @BeforeEach
  void open() throws Exception {
    house = House.open();
    inbox = house.inbox();
  }

  @Test
  void saysWhatTheMessageSays() throws Exception {
    long uid = House.append(inbox, LETTER);
    assertThat(keptOf(uid)).isTrue();
    Outline outline = outline(uid);
    assertThat(outline.sent()).contains(OffsetDateTime.parse("1997-11-21T09:55:06-06:00"));
    assertThat(outline.baseSubject().text()).isEqualTo("Long and folded");
    assertThat(outline.baseSubject().reply()).isTrue();
    assertThat(outline.header().value("References")).contains("<0@a.example>");
    assertThat(outline.header().value("Received")).isEmpty();
    assertSame(outline, LETTER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "no header at all",
        "Subject: unfinished",
        "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b",
        "Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\nx",
        " folded from nothing\r\nFrom: a@b.example\r\n\r\nbody",
        "From a line of mbox\r\nFrom: \r\nDate: never\r\n\r\n"
      })
  void saysTheSameOfBrokenMessages(String text) throws Exception {
    Draft draft = House.draft(inbox, text, Flags.NONE);
    String trace = "Return-Path: <a@b.example>\r\nDelivered-To: joe@b.example\r\n";
    long behind =
        append(
            new Draft(
                octets(trace),
                draft.blob(),
                0,
                trace.length() + text.length(),
                Flags.NONE,
                House.NOON));
    assertSame(outline(behind), trace + text);
    assertThat(keptOf(behind)).isTrue();
    if (!text.isEmpty()) {
      long plain = append(draft);
      assertSame(outline(plain), text);
    }
  }

  @Test
  void octetsInFrontThatAreNoTraceAreReadWithTheMessage() throws Exception {
    Draft draft = House.draft(inbox, LETTER, Flags.NONE);
    for (String front : new String[] {"Subject: first\r\n", "\r\n", "X: y", "x\r\n"}) {
      long uid =
          append(
              new Draft(
                  octets(front),
                  draft.blob(),
                  0,
                  front.length() + LETTER.length(),
                  Flags.NONE,
                  House.NOON));
      assertSame(outline(uid), front + LETTER);
    }
  }

  @Test
  void copiesTakeItWithThemAndWhatGoesTakesItAlong() throws Exception {
    long uid = House.append(inbox, LETTER);
    Mailbox archive = house.open("Archive");
    inbox.copy(UidSet.of(uid), archive);
    assertThat(kept(archive, 1)).isTrue();
    inbox.move(UidSet.of(uid), archive);
    assertThat(kept(inbox, uid)).isFalse();
    assertThat(kept(archive, 2)).isTrue();
    assertSame(archive.outlines(UidSet.of(2)).get(2L), LETTER);
    archive.expunge(UidSet.all());
    assertThat(kept(archive, 1)).isFalse();
    assertThat(archive.outlines(UidSet.of(1, 2))).isEmpty();
  }

  @Test
  void messagesWithoutOneAreReadAndGetOne() throws Exception {
    long uid = House.append(inbox, LETTER);
    house.store.commit(new Batch().delete(inbox.box().outline(uid)));
    assertSame(outline(uid), LETTER);
    assertThat(keptOf(uid)).isTrue();
    house.store.commit(new Batch().put(inbox.box().outline(uid), octets("damaged")));
    assertSame(outline(uid), LETTER);
  }

  /** A21: an address field with 100,000 entries neither fills the store nor stops anybody. */
  @Test
  void whatWouldBeTooLargeIsNotKept() throws Exception {
    StringBuilder to = new StringBuilder("To: a@b.example");
    for (int i = 0; i < 100_000; i++) {
      to.append(",\r\n a").append(i).append("@b.example");
    }
    long uid = House.append(inbox, to + "\r\n\r\nbody");
    assertThat(keptOf(uid)).isFalse();
    assertThat(outline(uid).envelope().to())
        .hasSizeLessThanOrEqualTo(MimeLimits.DEFAULT.addressesMax());
  }

  private long append(Draft draft) throws Exception {
    return ((Appended.Done) inbox.append(draft)).uids().getFirst();
  }

  private Outline outline(long uid) throws Exception {
    Map<Long, Outline> found = inbox.outlines(UidSet.of(uid));
    assertThat(found).containsOnlyKeys(uid);
    return found.get(uid);
  }

  private boolean keptOf(long uid) throws Exception {
    return kept(inbox, uid);
  }

  private boolean kept(Mailbox mailbox, long uid) throws Exception {
    return house.store.get(mailbox.box().outline(uid)).map(Store.Value::bytes).isPresent();
  }

  private static void assertSame(Outline outline, String text) throws Exception {
    Structure structure = Structure.read(Octets.of(octets(text)), MimeLimits.DEFAULT);
    assertThat(outline.envelope())
        .isEqualTo(Envelope.of(structure.root().header(), MimeLimits.DEFAULT));
    assertSame(outline.root(), structure.root());
  }

  private static void assertSame(Part part, Part expected) {
    assertThat(part.type()).isEqualTo(expected.type());
    assertThat(part.from()).isEqualTo(expected.from());
    assertThat(part.bodyFrom()).isEqualTo(expected.bodyFrom());
    assertThat(part.bodyTo()).isEqualTo(expected.bodyTo());
    assertThat(part.lines()).isEqualTo(expected.lines());
    assertThat(part.disposition()).isEqualTo(expected.disposition());
    assertThat(listed(part.header())).isEqualTo(listed(expected.header()));
    assertThat(part.content().getClass()).isEqualTo(expected.content().getClass());
    if (part.content() instanceof Part.Content.Message(var message)) {
      assertSame(message, ((Part.Content.Message) expected.content()).part());
    }
    assertThat(part.parts()).hasSameSizeAs(expected.parts());
    for (int i = 0; i < part.parts().size(); i++) {
      assertSame(part.parts().get(i), expected.parts().get(i));
    }
  }

  private static String listed(Header header) {
    StringBuilder out = new StringBuilder();
    for (Field field : header.fields()) {
      if (Outline.lists(field.name())) {
        out.append(new String(field.octets(), StandardCharsets.ISO_8859_1));
      }
    }
    return out.toString();
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
