package mailroad.guard.deceit;

import java.util.Locale;

/** What may be found about names and links. */
enum DeceitFinding {
  /** A link shows a protected domain and leads elsewhere. */
  LINK_TEXT_POSES,
  /** A link shows an address and leads to another site, as the counting links of newsletters do. */
  LINK_TEXT_DIFFERS,
  /** A link leads to a domain that looks like a protected one. */
  LINK_LOOKALIKE,
  /** A link leads to a domain that is similar to a protected one. */
  LINK_SIMILAR,
  /** A link leads to a name that mixes writing systems. */
  LINK_MIXED_SCRIPT,
  /** A link leads to an address instead of a name. */
  LINK_ADDRESS,
  /** A link leads to an address that is written so as not to look like one. */
  LINK_ADDRESS_DISGUISED,
  /** A link has something before an @ that looks like where it leads. */
  LINK_USER,
  /** A link leads to its site by way of another. */
  LINK_REDIRECTED,
  /** A link is shortened, so that it says nothing of where it leads. */
  LINK_SHORTENED,
  /** A link names an unusual port. */
  LINK_PORT,
  /** A link is a script or a page of its own. */
  LINK_SCRIPT,
  /** A link loads a program. */
  LINK_PROGRAM,
  /** A form in the message asks for a password. */
  ASKS_PASSWORD,
  /** The message has a form. */
  FORM,
  /** Most of the text is hidden from who reads it. */
  HIDDEN_TEXT,
  /** A name or the subject has characters that hide or turn it. */
  HIDDEN_CHARACTERS,
  /** The sender's domain looks like a protected one. */
  FROM_LOOKALIKE,
  /** The sender's domain is similar to a protected one. */
  FROM_SIMILAR,
  /** The sender's name is another address than its own. */
  FROM_NAME_ADDRESS,
  /** The sender bears the name of somebody here and writes from elsewhere. */
  FROM_NAME_OURS,
  /** The sender bears a protected name and writes from elsewhere. */
  FROM_NAME_PROTECTED,
  /** The sender says to be of here, comes from elsewhere, and nothing vouches for it. */
  FROM_OUR_DOMAIN,
  /** There is more than one From field, or none. */
  FROM_SEVERAL,
  /** Answers go to another site than the sender's. */
  REPLY_ELSEWHERE,
  /** Answers go to an address that anybody may have, not to the sender's site. */
  REPLY_FREEMAIL;

  /** Its name as evidence. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
