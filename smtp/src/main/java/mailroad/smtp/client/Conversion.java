package mailroad.smtp.client;

import java.io.IOException;

/** Makes content fit for servers that cannot take it as it is. Any number of sessions may ask at once. */
public interface Conversion {
  /** Converts nothing. */
  Conversion NONE = _ -> new Result.Impossible("nothing is converted here");

  /** What came of it. */
  sealed interface Result {
    /** The content for this server; what it was made from stays as it was. */
    record Done(Content content) implements Result {}

    /**
     * It has no such form.
     *
     * @param why for people
     */
    record Impossible(String why) implements Result {}
  }

  /**
   * The same message in lines of 7-bit octets: for servers without 8BITMIME (RFC 6152 section 3) or BINARYMIME (RFC
   * 3030 section 4).
   *
   * @throws IOException if the content cannot be read
   */
  Result toSevenBit(Content content) throws IOException;
}
