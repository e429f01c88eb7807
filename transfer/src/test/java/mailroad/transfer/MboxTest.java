package mailroad.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;
import mailroad.transfer.MboxReader.Entry;
import org.junit.jupiter.api.Test;

/** RFC 4155, and the kinds of mbox that are about. */
class MboxTest {
  private static final int MAX = 1 << 20;

  private static List<Entry> read(String file, Optional<Quoting> quoting) throws Exception {
    return read(file.getBytes(StandardCharsets.ISO_8859_1), quoting, MAX);
  }

  private static List<Entry> read(byte[] file, Optional<Quoting> quoting, int max)
      throws Exception {
    MboxReader reader = new MboxReader(new ByteArrayInputStream(file), quoting, max);
    List<Entry> all = new ArrayList<>();
    for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
      all.add(next.get());
    }
    return all;
  }

  private static String text(Entry entry) {
    return new String(((Entry.Message) entry).content(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void takesMessagesWithTheirFlagsAndDates() throws Exception {
    List<Entry> all =
        read(
            """
            From joe@a.example Fri Nov 21 09:55:06 1997
            Subject: one
            Status: RO
            X-Status: AF
            X-Keywords: $Label1 work

            hello

            From joe@a.example Sat Jan  3 01:05 1998
            Subject: two

            From here on
            >From there on
            """,
            Optional.empty());
    assertThat(all).hasSize(2);
    Entry.Message one = (Entry.Message) all.getFirst();
    assertThat(one.date()).contains(Instant.parse("1997-11-21T09:55:06Z"));
    assertThat(one.flags())
        .isEqualTo(
            Flags.of(Set.of(Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED), List.of("$Label1", "work")));
    assertThat(text(one)).startsWith("Subject: one\r\n").endsWith("\r\n\r\nhello\r\n");
    assertThat(((Entry.Message) all.get(1)).date()).contains(Instant.parse("1998-01-03T01:05:00Z"));
    assertThat(all.get(1).offset()).isEqualTo(114);
    assertThat(text(all.get(1))).isEqualTo("Subject: two\r\n\r\nFrom here on\r\nFrom there on\r\n");
  }

  @Test
  void knowsHowLinesAreQuoted() throws Exception {
    String file = "From x Fri Nov 21 09:55:06 1997\n\n>From a\n>>From b\n> From c\n";
    assertThat(text(read(file, Optional.of(Quoting.MBOXO)).getFirst()))
        .isEqualTo("\r\nFrom a\r\n>>From b\r\n> From c\r\n");
    assertThat(text(read(file, Optional.of(Quoting.MBOXRD)).getFirst()))
        .isEqualTo("\r\nFrom a\r\n>From b\r\n> From c\r\n");
    assertThat(text(read(file, Optional.of(Quoting.MBOXCL2)).getFirst()))
        .isEqualTo("\r\n>From a\r\n>>From b\r\n> From c\r\n");
    assertThat(text(read(file, Optional.empty()).getFirst()))
        .isEqualTo("\r\nFrom a\r\n>From b\r\n> From c\r\n");
  }

  @Test
  void believesALengthThatLeadsToASeparatorOrTheEnd() throws Exception {
    String body = "one\n\nFrom the body\n>From it too\n";
    String file =
        "From x Fri Nov 21 09:55:06 1997\nContent-Length: " + body.length() + "\n\n" + body;
    for (String end : List.of("", "\n", "\nFrom y Fri Nov 21 09:55:06 1997\n\nmore\n")) {
      List<Entry> all = read(file + end, Optional.empty());
      assertThat(text(all.getFirst())).endsWith("\r\n\r\nFrom the body\r\n>From it too\r\n");
      assertThat(all).hasSize(end.length() > 1 ? 2 : 1);
    }
    List<Entry> wrong = read(file.replace("Length: 3", "Length: 2"), Optional.empty());
    assertThat(wrong).hasSize(2);
  }

  @Test
  void saysWhatItCannotTakeAndGoesOn() throws Exception {
    List<Entry> all =
        read(
            """
            what is this
            From x Fri Nov 21 09:55:06 1997

            small

            From x Fri Nov 21 09:55:06 1997

            %s

            From x Fri Nov 21 09:55:06 1997

            small
            """
                .formatted("large ".repeat(20))
                .getBytes(StandardCharsets.US_ASCII),
            Optional.empty(),
            100);
    assertThat(all)
        .extracting(entry -> entry.getClass().getSimpleName())
        .containsExactly("Unfit", "Message", "Unfit", "Message");
    assertThat(read("", Optional.empty())).isEmpty();
    assertThat(read("\n\n", Optional.empty())).isEmpty();
  }

  /** What we write comes back octet by octet, with flags and date, whatever it is. */
  @Test
  void givesBackWhatWasWritten() throws Exception {
    String[] words = {
      "From ",
      ">From ",
      ">>From x",
      "\r\n",
      "\r\n",
      "\n",
      "\r",
      "\0",
      "é",
      "Status: RO",
      "x",
      "Content-Length: 3",
      "X-Mailroad: 1; octets=3",
      "\r\n\r\n",
      "\n\n",
      " "
    };
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 2_000; round++) {
      List<Entry.Message> expected = new ArrayList<>();
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        StringBuilder text = new StringBuilder();
        for (int w = 1 + random.nextInt(12); w > 0; w--) {
          text.append(words[random.nextInt(words.length)]);
        }
        byte[] content = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        Instant date = Instant.ofEpochMilli(random.nextLong(2_000_000_000_000L));
        Flags flags =
            random.nextBoolean() ? Flags.NONE : Flags.of(Set.of(Flag.SEEN), List.of("$a", "b"));
        long offset = file.size();
        new MboxWriter(file).write(content, date, flags);
        expected.add(new Entry.Message(offset, Optional.of(date), flags, content));
      }
      List<Entry> came = read(file.toByteArray(), Optional.empty(), MAX);
      assertThat(came)
          .as(mailroad.kernel.Text.visible(file.toString(StandardCharsets.ISO_8859_1)))
          .usingRecursiveComparison()
          .isEqualTo(expected);
    }
  }
}
