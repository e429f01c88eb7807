package mailroad.imap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** UTF-8 in names, quoted strings and header sections, once a client takes it: RFC 6855. */
class Utf8Test {
  private static final String ENABLE =
      """
      C: n ENABLE UTF8=ACCEPT
      S: * ENABLED UTF8=ACCEPT
      S: n OK *
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
  void isOfferedOnceSomebodyHasLoggedIn() throws Exception {
    server.playLoggedIn(
        """
        C: a CAPABILITY
        S: * CAPABILITY * UTF8=ACCEPT *
        S: a OK *
        """);
  }

  /** RFC 6855 section 3. */
  @Test
  void namesAreUtf8OnceItIsSwitchedOn() throws Exception {
    server.playLoggedIn(
        """
        C: a CREATE "B\u00fccher"
        S: a NO [CANNOT] *
        """
            + ENABLE
            + """
            C: b CREATE "B\u00fccher"
            S: b OK *
            C: c LIST "" "B\u00fc%"
            S: * LIST (\\HasNoChildren) "/" "B\u00fccher"
            S: c OK *
            C: d STATUS "B\u00fccher" (MESSAGES)
            S: * STATUS "B\u00fccher" (MESSAGES 0)
            S: d OK *
            """);
    server.playLoggedIn(
        """
        C: a LIST "" B%
        S: * LIST (\\HasNoChildren) "/" B&APw-cher
        S: a OK *
        """);
  }

  /** RFC 6855 section 4: a header section in UTF-8 comes as it was brought. */
  @Test
  void takesMessagesWithUtf8InTheirHeaders() throws Exception {
    server.playLoggedIn(
        ENABLE
            + """
            C: a APPEND Drafts (\\Seen) UTF8 (~{24+}
            C: Subject: \u00c4pfel
            C:
            C: pears)
            S: a OK [APPENDUID * 1] *
            C: s EXAMINE Drafts
            S~ s OK *
            C: b SEARCH SUBJECT "\u00e4pfel"
            S: * SEARCH 1
            S: b OK *
            C: c FETCH 1 BODY.PEEK[HEADER.FIELDS (Subject)]
            S: * 1 FETCH (BODY[HEADER.FIELDS (Subject)] {19}
            S: Subject: \u00c4pfel
            S:
            S: )
            S: c OK *
            """);
  }
}
