import type { UserQuery } from '@/gql/graphql';

export type Organization = NonNullable<UserQuery['organization']>;
export type User = NonNullable<Organization['user']>;
export type Point = User['trends'][number];
