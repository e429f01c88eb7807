package mailroad.imap;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** LIST with options: RFC 5258, RFC 5819, RFC 6154. */
class ListTest {
  /** The mailboxes of RFC 5258 section 5, beside those that every account has. */
  private static final String FRUIT =
      """
      C: c1 CREATE Fruit/Apple
      S: c1 OK *
      C: c2 CREATE Fruit/Banana
      S: c2 OK *
      C: c3 CREATE Vegetable/Broccoli
      S: c3 OK *
      C: s1 SUBSCRIBE Fruit/Banana
      S: s1 OK *
      C: s2 SUBSCRIBE Fruit/Peach
      S: s2 OK *
      C: s3 SUBSCRIBE Vegetable
      S: s3 OK *
      C: s4 SUBSCRIBE Vegetable/Broccoli
      S: s4 OK *
      """;

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void selectsWhatIsSubscribedToWhetherItExistsOrNot() throws Exception {
    server.playLoggedIn(
        FRUIT
            + """
            C: a LIST (SUBSCRIBED) "" (Fruit* Veg*)
            S: * LIST (\\Subscribed) "/" Fruit/Banana
            S: * LIST (\\NonExistent \\Subscribed) "/" Fruit/Peach
            S: * LIST (\\Subscribed) "/" Vegetable
            S: * LIST (\\Subscribed) "/" Vegetable/Broccoli
            S: a OK *
            C: b LIST (SUBSCRIBED REMOTE) "" Veg% RETURN (CHILDREN)
            S: * LIST (\\HasChildren \\Subscribed) "/" Vegetable
            S: b OK *
            C: c LIST "" F* RETURN (SUBSCRIBED CHILDREN)
            S: * LIST (\\HasChildren) "/" Fruit
            S: * LIST (\\HasNoChildren) "/" Fruit/Apple
            S: * LIST (\\HasNoChildren \\Subscribed) "/" Fruit/Banana
            S: c OK *
            C: d LIST () "" Fruit
            S: * LIST () "/" Fruit
            S: d OK *
            C: e LIST (REMOTE) "" Fruit RETURN ()
            S: * LIST () "/" Fruit
            S: e OK *
            C: f LIST () "" ""
            S: f OK *
            """);
  }

  @Test
  void tellsNamesAboveThoseThatMatch() throws Exception {
    server.playLoggedIn(
        FRUIT
            + """
            C: a LIST (SUBSCRIBED RECURSIVEMATCH) "" (F% V%)
            S: * LIST () "/" Fruit ("CHILDINFO" ("SUBSCRIBED"))
            S: * LIST (\\Subscribed) "/" Vegetable ("CHILDINFO" ("SUBSCRIBED"))
            S: a OK *
            C: b LIST (RECURSIVEMATCH SUBSCRIBED) Fruit *
            S: * LIST (\\Subscribed) "/" Fruit/Banana
            S: * LIST (\\NonExistent \\Subscribed) "/" Fruit/Peach
            S: b OK *
            C: c SUBSCRIBE No/Such/Name
            S: c OK *
            C: d LIST (SUBSCRIBED RECURSIVEMATCH) "" N% RETURN (CHILDREN)
            S: * LIST (\\NonExistent \\HasNoChildren) "/" No ("CHILDINFO" ("SUBSCRIBED"))
            S: d OK *
            C: e LIST (RECURSIVEMATCH) "" *
            S: e BAD *
            C: f LIST (RECURSIVEMATCH REMOTE) "" *
            S: f BAD *
            """);
  }

  @Test
  void selectsByUse() throws Exception {
    server.playLoggedIn(
        """
        C: a CREATE Old/Sent (USE (\\Sent))
        S: a NO [ALREADYEXISTS] *
        C: b DELETE Sent
        S: b OK *
        C: c CREATE Old/Sent (USE (\\Sent))
        S: c OK *
        C: d LIST (SPECIAL-USE) "" * RETURN (SPECIAL-USE)
        S: * LIST (\\Archive) "/" Archive
        S: * LIST (\\Drafts) "/" Drafts
        S: * LIST (\\Junk) "/" Junk
        S: * LIST (\\Sent) "/" Old/Sent
        S: * LIST (\\Trash) "/" Trash
        S: d OK *
        C: e LIST (SPECIAL-USE SUBSCRIBED RECURSIVEMATCH) "" (Old Trash)
        S: * LIST (\\Subscribed \\Trash) "/" Trash
        S: e OK *
        C: f LIST (SPECIAL-USE RECURSIVEMATCH) "" Old
        S: * LIST () "/" Old ("CHILDINFO" ("SPECIAL-USE"))
        S: f OK *
        """);
  }

  @Test
  void tellsStatusWithTheNames() throws Exception {
    server.deliver("Subject: x\n\nx\n");
    server.playLoggedIn(
        """
        C: a CREATE A/B
        S: a OK *
        C: b DELETE A
        S: b OK *
        C: c SUBSCRIBE A/None
        S: c OK *
        C: d LIST (SUBSCRIBED) "" (INBOX A A/*) RETURN (STATUS (MESSAGES UNSEEN SIZE DELETED))
        S: * LIST (\\NonExistent \\Subscribed) "/" A/None
        S: * LIST (\\Subscribed) "/" INBOX
        S: * STATUS INBOX (MESSAGES 1 UNSEEN 1 SIZE 17 DELETED 0)
        S: d OK *
        C: e LIST "" (INBOX A A/*) RETURN (STATUS (MESSAGES) CHILDREN)
        S: * LIST (\\Noselect \\HasChildren) "/" A
        S: * LIST (\\HasNoChildren) "/" A/B
        S: * STATUS A/B (MESSAGES 0)
        S: * LIST (\\HasNoChildren) "/" INBOX
        S: * STATUS INBOX (MESSAGES 1)
        S: e OK *
        C: f SELECT INBOX
        S~ f OK *
        C: g STORE 1 +FLAGS.SILENT (\\Deleted)
        S: g OK *
        C: h STATUS INBOX (DELETED MESSAGES)
        S: * STATUS INBOX (DELETED 1 MESSAGES 1)
        S: h OK *
        """);
  }

  @Test
  void wantsOptionsThatItKnows() throws Exception {
    server.playLoggedIn(
        """
        C: a LIST (SUBSCRIBED COLOUR) "" *
        S: a BAD *
        C: b LIST "" * RETURN (TASTE)
        S: b BAD *
        C: c LIST "" () RETURN ()
        S: c BAD *
        C: d LIST (SUBSCRIBED "" *
        S: d BAD *
        C: e LIST "" * RETURN (STATUS ())
        S: e BAD *
        C: f LIST "" INBOX RETURN STATUS (MESSAGES)
        S: f BAD *
        C: g LIST "" ("INBOX" {5+}
        C+ INBOX)\\r\\n
        S: * LIST () "/" INBOX
        S: g OK *
        """);
  }

  /** A21: names that match in many ways are told once, and patterns cost no more than their length. */
  @Test
  void boundsWhatPatternsCost() throws Exception {
    String many = patterns("*%*%*%*%", 100);
    String more = patterns("x", 101);
    String longOnes = patterns("a%".repeat(30), 99);
    server.playLoggedIn(
        """
        C: a LIST "" (INBOX I* %% *%%* INBOX)
        S: * LIST () "/" Archive
        S: * LIST () "/" Drafts
        S: * LIST () "/" INBOX
        S: * LIST () "/" Junk
        S: * LIST () "/" Sent
        S: * LIST () "/" Trash
        S: a OK *
        C: b LIST "" (%s)
        S: * LIST () "/" Archive
        S~ b OK *
        C: c LIST "" (%s)
        S: c BAD *
        C: d LIST "" (%s)
        S: d NO [LIMIT] *
        C: e LIST "" %s
        S: e OK *
        """
            .replaceFirst("%s", many)
            .replaceFirst("%s", more)
            .replaceFirst("%s", longOnes)
            .replaceFirst("%s", "%a".repeat(1_001)));
  }

  private static String patterns(String pattern, int count) {
    return IntStream.range(0, count).mapToObj(i -> pattern).collect(Collectors.joining(" "));
  }

  /** A8: whatever stands in a pattern, it is text. */
  @Test
  void patternsAreTextAndNoPaths() throws Exception {
    server.playLoggedIn(
        """
        C: a CREATE "../x"
        S: a OK *
        C: b LIST "" ("../%" "/etc/*" "&AOQ" "&AAA-")
        S: * LIST () "/" ../x
        S: b OK *
        C: c LIST (SUBSCRIBED) {2+}
        C+ \\0x *\\r\\n
        S: c BAD *
        C: d SUBSCRIBE "../../&"
        S: d NO [CANNOT] *
        C: e LIST ".." "/%"
        S: * LIST (\\HasNoChildren) "/" ../x
        S: e OK *
        """);
  }
}
