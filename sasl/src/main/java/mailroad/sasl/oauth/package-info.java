/**
 * Access tokens of OAuth 2.0: whose they are, and whether they hold.
 *
 * <p>A token comes from {@link mailroad.sasl.Negotiation} through the doorkeeper to {@link mailroad.sasl.oauth.JwtCheck},
 * which reads it, lets one of the issuer's keys ({@link mailroad.sasl.oauth.KeySet}) verify the signature, and only then
 * looks at what it claims ({@link mailroad.sasl.oauth.Claims}); or to {@link mailroad.sasl.oauth.IntrospectionCheck}, which
 * has the issuer asked, unless it remembers what that said a moment ago; or to both ({@link
 * mailroad.sasl.oauth.KeysThenIssuer}). How the issuer is asked over the network is an {@link
 * mailroad.sasl.oauth.Introspector}'s own affair.
 *
 * <p>Nothing here has a thread of its own; any number of tasks check tokens at once.
 *
 * <p>RFC 7515 (JWS), RFC 7517 (JWK), RFC 7518 and RFC 8037 (algorithms), RFC 7519 and RFC 8725 (JWT), RFC 9068 (JWT as access
 * token), RFC 7662 (introspection).
 */
@NullMarked
package mailroad.sasl.oauth;

import org.jspecify.annotations.NullMarked;
