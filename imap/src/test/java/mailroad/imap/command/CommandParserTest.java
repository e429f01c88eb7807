package mailroad.imap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.NameForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandParserTest {
  private static Parsed parse(String text) {
    return CommandParser.parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Command command(String text) {
    Parsed parsed = parse(text);
    assertThat(parsed).as(text).isInstanceOf(Parsed.Right.class);
    return ((Parsed.Right) parsed).command();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the client says                             | command
          a NOOP                                        | Noop[]
          a noop                                        | Noop[]
          a1.b-c+ nOOp                                  | wrong: space expected
          a ID NIL                                      | Id[parameters={}]
          a ID ("name" "x")                             | Id[parameters={name=x}]
          a LOGIN joe secret                            | Login[...]
          a LOGIN "j\\"oe" {6}~secret                   | Login[...]
          a LOGIN joe                                   | wrong: space expected
          a LOGIN joe secret more                       | wrong: nothing more expected here
          a AUTHENTICATE plain                          | Authenticate[PLAIN]
          a AUTHENTICATE PLAIN =                        | Authenticate[PLAIN]
          a SELECT INBOX                                | Select[mailbox=MailboxArgument[text=INBOX], readOnly=false, condstore=false, resync=Optional.empty]
          a EXAMINE "a b"                               | Select[mailbox=MailboxArgument[text=a b], readOnly=true, condstore=false, resync=Optional.empty]
          a SELECT x (CONDSTORE)                        | Select[mailbox=MailboxArgument[text=x], readOnly=false, condstore=true, resync=Optional.empty]
          a SELECT x (QRESYNC (7 9 1:4 (1,3 2,4)))      | Select[mailbox=MailboxArgument[text=x], readOnly=false, condstore=false, resync=Optional[Resync[uidValidity=7, modseq=9, known=Optional[1:4], matches=Optional[Matches[numbers=1,3, uids=2,4]]]]]
          a SELECT x (QRESYNC (7 9 1:*))                | wrong: what is known has no *
          a SELECT x ()                                 | wrong: atom expected
          a SELECT                                      | wrong: space expected
          a CREATE x/ (USE (\\Sent))                    | Create[mailbox=MailboxArgument[text=x/], uses=[\\Sent]]
          a CREATE x (COLOUR)                           | wrong: USE is the only parameter that CREATE knows
          a RENAME a b                                  | Rename[from=MailboxArgument[text=a], to=MailboxArgument[text=b]]
          a LIST "" *%                                  | List[selects=[], reference=, patterns=[*%], returns=Returns[children=false, subscribed=false, specialUse=false, myRights=false, metadata=[], status=[]], isExtended=false]
          a LSUB "#" "%"                                | Lsub[reference=#, pattern=%]
          a STATUS x (MESSAGES unseen MESSAGES)         | Status[mailbox=MailboxArgument[text=x], items=[MESSAGES, UNSEEN]]
          a STATUS x ()                                 | wrong: atom expected
          a STATUS x (COLOUR)                           | wrong: unknown status item
          a ENABLE condstore utf8=accept                | Enable[extensions=[CONDSTORE, UTF8=ACCEPT]]
          a ENABLE                                      | wrong: space expected
          a EXPUNGE                                     | Expunge[uids=Optional.empty]
          a UID EXPUNGE 1:5                             | Expunge[uids=Optional[1:5]]
          a UID NOOP                                    | wrong: unknown UID command
          a COPY 2:4,* x                                | Copy[uid=false, messages=2:4,*, to=MailboxArgument[text=x]]
          a UID MOVE *:1 x                              | Move[uid=true, messages=*:1, to=MailboxArgument[text=x]]
          a COPY 0 x                                    | wrong: 0 is no message number
          a COPY 1,,2 x                                 | wrong: number expected
          a COPY 4294967296 x                           | wrong: number beyond 32 bits
          a STORE 1 +FLAGS.SILENT (\\Seen $x)           | Store[uid=false, messages=1, unchangedSince=OptionalLong.empty, change=FlagChange[kind=ADD, flags=(\\Seen $x)], silent=true]
          a STORE 1 -flags \\deleted \\Draft            | Store[uid=false, messages=1, unchangedSince=OptionalLong.empty, change=FlagChange[kind=REMOVE, flags=(\\Deleted \\Draft)], silent=false]
          a STORE 1 FLAGS ()                            | Store[uid=false, messages=1, unchangedSince=OptionalLong.empty, change=FlagChange[kind=REPLACE, flags=()], silent=false]
          a STORE 1 FLAGS (\\Colour)                    | wrong: unknown system flag
          a FETCH 1 FLAGS                               | Fetch[uid=false, messages=1, items=[Flags[]], since=Optional.empty, partial=Optional.empty]
          a UID FETCH 1 FLAGS                           | Fetch[uid=true, messages=1, items=[Flags[]], since=Optional.empty, partial=Optional.empty]
          a FETCH 1 (UID uid)                           | Fetch[uid=false, messages=1, items=[Uid[]], since=Optional.empty, partial=Optional.empty]
          a FETCH 1 FAST                                | Fetch[uid=false, messages=1, items=[Flags[], InternalDate[], Size[]], since=Optional.empty, partial=Optional.empty]
          a UID FETCH 1 FLAGS (CHANGEDSINCE 5 VANISHED) | Fetch[uid=true, messages=1, items=[Flags[]], since=Optional[Since[modseq=5, vanished=true]], partial=Optional.empty]
          a FETCH 1 FLAGS (CHANGEDSINCE)                | wrong: space expected
          a STORE 1 (UNCHANGEDSINCE 5) FLAGS ()         | Store[uid=false, messages=1, unchangedSince=OptionalLong[5], change=FlagChange[kind=REPLACE, flags=()], silent=false]
          a STORE 1 (UNCHANGEDSINCE 5)                  | wrong: space expected
          a FETCH 1 (FAST)                              | wrong: unknown item to fetch
          a FETCH 1 BODY[]<0.0>                         | wrong: 0 octets asked for
          a FETCH 1 BODY[1.MIME]                        | Fetch[uid=false, messages=1, items=[Octets[label=BODY[1.MIME], section=[1.MIME], peek=false, partial=Optional.empty]], since=Optional.empty, partial=Optional.empty]
          a FETCH 1 BODY[MIME]                          | wrong: unknown section
          a FETCH 1 BODY[0]                             | wrong: parts are numbered from 1
          a FETCH 1 BODY[1.]                            | wrong: unknown section
          a FETCH 1 BODY.PEEK[HEADER.FIELDS (To "x y")]<5.9> | Fetch[uid=false, messages=1, items=[Octets[label=BODY[HEADER.FIELDS (To "x y")]<5>, section=[HEADER.FIELDS (To "x y")], peek=true, partial=Optional[Partial[from=5, count=9]]]], since=Optional.empty, partial=Optional.empty]
          a FETCH 1 RFC822.HEADER                       | Fetch[uid=false, messages=1, items=[Octets[label=RFC822.HEADER, section=[HEADER], peek=true, partial=Optional.empty]], since=Optional.empty, partial=Optional.empty]
          a SEARCH 2:4 SEEN                             | Search[uid=false, returns=Optional.empty, key=Optional[And[keys=[Numbered[set=2:4], Flagged[flag=SEEN]]]]]
          a SEARCH CHARSET utf-8 SUBJECT {2}~ö          | Search[uid=false, returns=Optional.empty, key=Optional[Field[name=subject, text=ö]]]
          a SEARCH CHARSET x-none SUBJECT x             | Search[uid=false, returns=Optional.empty, key=Optional.empty]
          a SEARCH CHARSET us-ascii SUBJECT {2}~ö       | wrong: the text is not in the charset that SEARCH names
          a SEARCH OR NOT UNSEEN (UID * BEFORE 1-Feb-2000) | Search[uid=false, returns=Optional.empty, key=Optional[Or[left=Not[key=Not[key=Flagged[flag=SEEN]]], right=And[keys=[Uid[set=*], Dated[when=BEFORE, sent=false, day=2000-02-01]]]]]]
          a SEARCH ON "31-Feb-2000"                     | wrong: there is no such date
          a SEARCH                                      | wrong: space expected
          a SEARCH OR SEEN                              | wrong: space expected
          a SEARCH (SEEN                                | wrong: ')' expected
          a SEARCH COLOUR                               | wrong: unknown search key
          a APPEND x text                               | wrong: '{' expected
          a XYZZY                                       | wrong: unknown command
          a                                             | wrong: space expected
          (                                             | wrong: tag expected
          + NOOP                                        | wrong: tag expected
          a  NOOP                                       | wrong: atom expected
          """)
  void readsCommands(String text, String expected) {
    String octets =
        new String(
            text.replace("\\\\", "\\").replace("~", "\r\n").getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
    String read =
        switch (parse(octets)) {
          case Parsed.Right(var tag, var command) ->
              command.toString().replace(", form=MODIFIED_UTF_7", "");
          case Parsed.Wrong(var tag, var reason) -> "wrong: " + reason;
        };
    assertThat(read).isEqualTo(expected.replace("\\\\", "\\"));
  }

  @Test
  void namesTheTagOfWhatIsWrong() {
    assertThat(parse("a7 XYZZY")).isEqualTo(new Parsed.Wrong("a7", "unknown command"));
    assertThat(parse("(")).isEqualTo(new Parsed.Wrong("*", "tag expected"));
    assertThat(parse("")).isEqualTo(new Parsed.Wrong("*", "tag expected"));
  }

  @Test
  void neverShowsAPassword() {
    assertThat(command("a LOGIN joe secret").toString()).doesNotContain("secret");
    assertThat(command("a AUTHENTICATE PLAIN AGpvZQBzZWNyZXQ=").toString()).doesNotContain("AGpv");
  }

  @Test
  void refusesNulAndLineEndsInStrings() {
    assertThat(parse("a SELECT \"a\0b\"")).isInstanceOf(Parsed.Wrong.class);
    assertThat(parse("a SELECT \"a\rb\"")).isInstanceOf(Parsed.Wrong.class);
    assertThat(parse("a SELECT {3}\r\na\0b")).isInstanceOf(Parsed.Wrong.class);
    assertThat(parse("a SELECT {4}\r\nabc")).isInstanceOf(Parsed.Wrong.class);
    assertThat(parse("a SELECT \"open")).isInstanceOf(Parsed.Wrong.class);
    assertThat(parse("a SELECT \"a\\b\"")).isInstanceOf(Parsed.Wrong.class);
  }

  @Test
  void boundsNesting() {
    // A21: NOT NOT NOT ... and 10^5 open parentheses
    assertThat(parse("a SEARCH " + "NOT ".repeat(100_000) + "SEEN"))
        .isEqualTo(new Parsed.Wrong("a", "search nested deeper than 50"));
    assertThat(parse("a SEARCH " + "(".repeat(100_000)))
        .isEqualTo(new Parsed.Wrong("a", "search nested deeper than 50"));
    assertThat(parse("a SEARCH " + "OR SEEN ".repeat(100_000)))
        .isEqualTo(new Parsed.Wrong("a", "search nested deeper than 50"));
    assertThat(parse("a SEARCH SEEN" + " SEEN".repeat(100_000)))
        .isEqualTo(new Parsed.Wrong("a", "more than 500 search keys"));
    assertThat(parse("a FETCH 1 BODY[" + "1.".repeat(100_000) + "1]"))
        .isEqualTo(new Parsed.Wrong("a", "section deeper than 100 parts"));
  }

  @Test
  void resolvesSetsOfAMillionItems() {
    // A21: merged in one sort, not item by item
    String set = "1:*," + "5:3,".repeat(500_000) + "7";
    Copy copy = (Copy) command("a COPY " + set + " x");
    assertThat(copy.messages().resolve(10)).hasSize(1);
  }

  @Test
  void readsAnythingAsSomething() {
    SplittableRandom random = new SplittableRandom(17);
    List<String> pieces =
        List.of(
            "a ",
            "UID ",
            "FETCH ",
            "STORE ",
            "SEARCH ",
            "COPY ",
            "APPEND ",
            "LIST ",
            "LOGIN ",
            "ID ",
            "STATUS ",
            "1",
            ":",
            "*",
            ",",
            "(",
            ")",
            " ",
            "\"",
            "\\",
            "{3}\r\n",
            "{99999999999}",
            "{2+}\r\n",
            "BODY[",
            "]",
            "<0.1>",
            "HEADER.FIELDS",
            "FLAGS",
            "+FLAGS",
            "\\Seen",
            "NOT ",
            "OR ",
            "CHARSET ",
            "UTF-8",
            "\0",
            "\u00e4",
            "\r",
            "\n",
            "NIL",
            "1-Jan-2020",
            "SUBJECT ",
            "x",
            "%",
            "&",
            "[",
            ".",
            "RFC822",
            "USE (");
    for (int round = 0; round < 100_000; round++) {
      StringBuilder text = new StringBuilder("a ");
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      Parsed parsed = parse(text.toString());
      if (parsed instanceof Parsed.Wrong(var tag, var reason)) {
        assertThat(reason).isNotEmpty().matches("[ -~]*");
      }
    }
  }

  private static Optional<Parsed.Right> bringing(String text) {
    return CommandParser.bringingMessages(
        text.getBytes(StandardCharsets.US_ASCII), NameForm.MODIFIED_UTF_7);
  }

  @Test
  void findsTheMessageOfAnAppendOnlyAtItsEnd() {
    assertThat(bringing("a APPEND x {5}")).isPresent();
    assertThat(bringing("a APPEND {5}")).isEmpty();
    assertThat(bringing("a LOGIN x {5}")).isEmpty();
    assertThat(bringing("a APPEND {1}\r\nx {5}"))
        .map(right -> ((Append) right.command()).mailbox().text())
        .isEqualTo(Optional.of("x"));
    assertThat(bringing("a APPEND x CATENATE (URL {5}")).isEmpty();
    assertThat(bringing("a APPEND x CATENATE (URL {1}\r\ny TEXT ~{5+}")).isPresent();
    assertThat(bringing("a REPLACE 1 x (\\Seen) {5}")).isPresent();
    assertThat(bringing("a REPLACE 1:2 x {5}")).isEmpty();
  }

  @Test
  void readsWhatIsSaidOfMessagesStretchByStretch() throws Exception {
    Stretch first = ((Append) bringing("a APPEND x {5}").orElseThrow().command()).first();
    assertThat(first.pieces().toString())
        .isEqualTo(
            "[Begin[flags=(), date=Optional.empty],"
                + " Text[mark=LiteralMark[octets=5, waits=true, binary=false]]]");
    Stretch second =
        next(
            first,
            " (\\Seen) \"17-Jul-1996 02:44:25 -0700\" CATENATE (URL \"/x;UID=1\" TEXT ~{7+}");
    assertThat(second.pieces().toString())
        .isEqualTo(
            "[End[], Begin[flags=(\\Seen), date=Optional[1996-07-17T09:44:25Z]], Url[url=/x;UID=1],"
                + " Text[mark=LiteralMark[octets=7, waits=false, binary=true]]]");
    assertThat(next(second, ") UTF8 (~{3}").pieces().toString())
        .isEqualTo(
            "[End[], Begin[flags=(), date=Optional.empty],"
                + " Text[mark=LiteralMark[octets=3, waits=true, binary=true]]]");
    assertThat(next(second, ")").pieces().toString()).isEqualTo("[End[]]");
    assertThat(next(second, ")").literal()).isEmpty();
  }

  private static Stretch next(Stretch stretch, String text) throws Exception {
    return stretch.next().read(new Input(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
