package mailroad.mda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import mailroad.kernel.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolvingTest {
  private static final AddressBook BOOK =
      new AddressBook()
          .account("first@b.example")
          .account("joe@b.example")
          .account("ann@b.example")
          .account("plus+sign@b.example")
          .account("cathy@c.example")
          .mailbox("Lists")
          .mailbox("mailroad-dev/patches")
          .alias("sales@b.example", "joe@b.example")
          .alias("team@b.example", "joe@b.example", "ann@b.example", "far@away.example")
          .alias("all@b.example", "team@b.example", "sales@b.example", "cathy@c.example")
          .alias("tagged@b.example", "joe+lists@b.example")
          .alias("moved@b.example", "new@away.example")
          .alias("old@b.example", "gone@b.example", "joe@b.example")
          .alias("dead@b.example", "gone@b.example", "lost@b.example")
          .alias("circle@b.example", "circle2@b.example")
          .alias("circle2@b.example", "circle3@b.example")
          .alias("circle3@b.example", "circle@b.example")
          .alias("spiral@b.example", "circle@b.example", "joe@b.example")
          .alias("self@b.example", "self@b.example", "ann@b.example")
          .alias("@c.example", "cathy@c.example");

  private static String resolve(MdaConfig config, AddressBook book, String recipient)
      throws Exception {
    Resolution resolution = new Resolving(book, config).resolve(EmailAddress.of(recipient), 0);
    assertThat(resolution.why().toString()).isNotBlank();
    return inWords(resolution);
  }

  private static String inWords(Resolution resolution) {
    return switch (resolution) {
      case Resolution.ToAccount to -> to.account().address() + " " + to.mailbox();
      case Resolution.Forward forward ->
          forward.to().stream().map(EmailAddress::toString).collect(Collectors.joining(" "));
      case Resolution.Unknown _ -> "unknown";
      case Resolution.Full full -> "full " + full.to().account().address();
      case Resolution.NotLocal _ -> "not local";
    };
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # recipient                        | what becomes of it
          joe@b.example                      | joe@b.example INBOX
          JOE@B.EXAMPLE                      | joe@b.example INBOX
          nobody@b.example                   | unknown
          joe@elsewhere.example              | not local
          # aliases
          sales@b.example                    | joe@b.example INBOX
          Sales@b.example                    | joe@b.example INBOX
          team@b.example                     | joe@b.example ann@b.example far@away.example
          all@b.example                      | joe@b.example ann@b.example far@away.example cathy@c.example
          moved@b.example                    | new@away.example
          tagged@b.example                   | joe@b.example Lists
          # R50: circles end
          circle@b.example                   | unknown
          circle2@b.example                  | unknown
          spiral@b.example                   | joe@b.example INBOX
          self@b.example                     | ann@b.example INBOX
          # a target that is gone is told to the sender, unless there is no other
          old@b.example                      | gone@b.example joe@b.example
          dead@b.example                     | unknown
          # subaddresses, RFC 5233
          joe+lists@b.example                | joe@b.example Lists
          joe+LISTS@b.example                | joe@b.example Lists
          joe+mailroad-dev/patches@b.example | joe@b.example mailroad-dev/patches
          joe+nothing@b.example              | joe@b.example INBOX
          joe+@b.example                     | joe@b.example INBOX
          joe+a+b@b.example                  | joe@b.example INBOX
          joe-lists@b.example                | unknown
          +joe@b.example                     | unknown
          plus+sign@b.example                | plus+sign@b.example INBOX
          sales+tag@b.example                | joe@b.example INBOX
          nobody+tag@b.example               | unknown
          # R36: postmaster is always there
          postmaster@b.example               | first@b.example INBOX
          PostMaster@b.example               | first@b.example INBOX
          postmaster@c.example               | cathy@c.example INBOX
          # the catch-all comes last
          anything@c.example                 | cathy@c.example INBOX
          cathy+x@c.example                  | cathy@c.example INBOX
          # R35: nothing but the address itself counts
          joe%b.example@b.example            | unknown
          b.example!joe@b.example            | unknown
          "joe@b.example"@b.example          | unknown
          """)
  void decides(String recipient, String outcome) throws Exception {
    assertThat(resolve(MdaConfig.DEFAULT, BOOK, recipient)).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource({
    "-,  joe-lists@b.example, joe@b.example Lists",
    "-,  joe+lists@b.example, unknown",
    "+-, joe-lists@b.example, joe@b.example Lists",
    "+-, joe+lists@b.example, joe@b.example Lists",
    "'', joe+lists@b.example, unknown",
  })
  void separatorsAreConfigured(String separators, String recipient, String outcome)
      throws Exception {
    MdaConfig config = new MdaConfig(separators, true, "", 10, 1_000);
    assertThat(resolve(config, BOOK, recipient)).isEqualTo(outcome);
  }

  @Test
  void tagsNameNoMailboxWhereThatIsOff() throws Exception {
    MdaConfig config = new MdaConfig("+", false, "", 10, 1_000);
    assertThat(resolve(config, BOOK, "joe+lists@b.example")).isEqualTo("joe@b.example INBOX");
  }

  @Test
  void postmasterGoesWhereItIsConfiguredUnlessThereIsOne() throws Exception {
    MdaConfig config = new MdaConfig("+", true, "admin@away.example", 10, 1_000);
    assertThat(resolve(config, BOOK, "postmaster@b.example")).isEqualTo("admin@away.example");
    AddressBook own = new AddressBook().account("x@b.example").account("postmaster@b.example");
    assertThat(resolve(config, own, "postmaster@b.example"))
        .isEqualTo("postmaster@b.example INBOX");
    MdaConfig itself = new MdaConfig("+", true, "postmaster@b.example", 10, 1_000);
    assertThat(resolve(itself, BOOK, "postmaster@b.example")).isEqualTo("unknown");
  }

  @Test
  void postmasterOfOurHostNameIsTheFirstAccountOfAll() throws Exception {
    EmailAddress postmaster = EmailAddress.of("postmaster@mx.host.example");
    Resolving resolving = new Resolving(BOOK, MdaConfig.DEFAULT);
    assertThat(inWords(resolving.resolve(postmaster, 0))).isEqualTo("not local");
    assertThat(inWords(resolving.resolveHere(postmaster, 0))).isEqualTo("first@b.example INBOX");
    EmailAddress other = EmailAddress.of("joe@mx.host.example");
    assertThat(inWords(resolving.resolveHere(other, 0))).isEqualTo("not local");
    assertThat(
            inWords(new Resolving(new AddressBook(), MdaConfig.DEFAULT).resolveHere(postmaster, 0)))
        .isEqualTo("unknown");
  }

  @Test
  void whatDoesNotFitIsFull() throws Exception {
    AddressBook book = new AddressBook().account("joe@b.example").account("ann@b.example");
    book.alias("one@b.example", "joe@b.example").full("joe@b.example");
    assertThat(resolve(MdaConfig.DEFAULT, book, "joe@b.example")).isEqualTo("joe@b.example INBOX");
    Resolving resolving = new Resolving(book, MdaConfig.DEFAULT);
    for (String recipient : new String[] {"joe@b.example", "one@b.example"}) {
      Resolution resolution = resolving.resolve(EmailAddress.of(recipient), 1);
      assertThat(inWords(resolution)).isEqualTo("full joe@b.example");
    }
    EmailAddress ann = EmailAddress.of("ann@b.example");
    assertThat(inWords(resolving.resolve(ann, 500))).isEqualTo("ann@b.example INBOX");
    assertThat(inWords(resolving.resolve(ann, 501))).isEqualTo("full ann@b.example");
  }

  @Test
  void aliasesThatLeadOnTooLongOrToTooManyEnd() throws Exception {
    AddressBook book = new AddressBook().account("joe@b.example");
    for (int i = 0; i < 9; i++) {
      book.alias("a" + i + "@b.example", "a" + (i + 1) + "@b.example");
    }
    book.alias("a9@b.example", "joe@b.example");
    assertThat(resolve(MdaConfig.DEFAULT, book, "a0@b.example")).isEqualTo("joe@b.example INBOX");
    MdaConfig shallow = new MdaConfig("+", true, "", 9, 1_000);
    assertThat(resolve(shallow, book, "a0@b.example")).isEqualTo("unknown");
    book.alias("many@b.example", "x@a.example", "y@a.example", "z@a.example");
    MdaConfig few = new MdaConfig("+", true, "", 10, 2);
    assertThat(resolve(few, book, "many@b.example")).isEqualTo("unknown");
  }

  /** Every alias names all others: a plain walk would take ten to the hundredth steps. */
  @Test
  void aliasesThatAllNameOneAnotherAreFollowedInLinearTime() throws Exception {
    String[] all = new String[100];
    AddressBook book = new AddressBook().account("joe@b.example");
    for (int i = 0; i < 100; i++) {
      all[i] = "a" + i + "@b.example";
    }
    for (String name : all) {
      book.alias(name, all);
    }
    MdaConfig deep = new MdaConfig("+", true, "", 50, 10_000);
    assertThat(resolve(deep, book, "a0@b.example")).isEqualTo("unknown");
  }

  @Test
  void explainsWhatWasConsideredInOrder() throws Exception {
    Resolution resolution =
        new Resolving(BOOK, MdaConfig.DEFAULT).resolve(EmailAddress.of("spiral@b.example"), 0);
    assertThat(resolution.why().toString())
        .isEqualTo(
            """
            spiral@b.example goes into INBOX of joe@b.example
              spiral@b.example is an alias  [alias spiral@b.example -> circle@b.example, joe@b.example]
              circle@b.example stands for others
                circle@b.example is an alias  [alias circle@b.example -> circle2@b.example]
                circle2@b.example stands for others
                  circle2@b.example is an alias  [alias circle2@b.example -> circle3@b.example]
                  circle3@b.example stands for others
                    circle3@b.example is an alias  [alias circle3@b.example -> circle@b.example]
                    circle@b.example is passed over: it was met before
              joe@b.example is somebody here
                joe@b.example is an account  [account joe@b.example]
            """);
  }

  @Test
  void explainsHowTheCatchAllWasReached() throws Exception {
    Resolution resolution =
        new Resolving(BOOK, MdaConfig.DEFAULT).resolve(EmailAddress.of("any+thing@c.example"), 0);
    assertThat(resolution.why().toString())
        .isEqualTo(
            """
            any+thing@c.example goes into INBOX of cathy@c.example
              any+thing@c.example is neither account nor alias
              any@c.example is neither account nor alias
              the catch-all takes any+thing@c.example  [alias @c.example -> cathy@c.example]
              cathy@c.example is somebody here
                cathy@c.example is an account  [account cathy@c.example]
            """);
  }
}
