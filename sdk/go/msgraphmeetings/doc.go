// Microsoft Teams online meetings as Pulumi resources: one external id, one meeting, however often you deploy.
package msgraphmeetings
